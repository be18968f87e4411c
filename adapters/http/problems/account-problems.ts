import { rateLimitHeaders, seconds } from '../reply/rate-limit.ts'
import type { Headers } from '../reply/reply.ts'
import type { RowsOf } from './row.ts'

const challenge = (): Headers => ({ 'WWW-Authenticate': 'Bearer realm="soundhub", Token realm="soundhub"' })

const PROVIDERS = { google: { en: 'Google', ko: '구글' }, facebook: { en: 'Facebook', ko: '페이스북' } } as const

/** Refusals about accounts and sessions. */
export const ACCOUNT_PROBLEMS: RowsOf<
  | 'EmailTaken'
  | 'NicknameTaken'
  | 'ActivationKeyUnknown'
  | 'ActivationKeyExpired'
  | 'WrongPassword'
  | 'WrongCredentials'
  | 'ActivationPending'
  | 'NotAuthenticated'
  | 'UserNotFound'
  | 'AccountSuspended'
  | 'IdentityTaken'
  | 'ProviderRefused'
  | 'TooManyAttempts'
  | 'SessionNotFound'
  | 'NotTheOwner'
  | 'NotStaff'
  | 'StaffProtected'
  | 'FailedJobNotFound'
> = {
  EmailTaken: {
    status: 409,
    code: 'EMAIL_TAKEN',
    field: () => 'email',
    en: ({ email }) => `${email} already has an account. You can log in with it.`,
    ko: ({ email }) => `${email} 주소는 이미 가입되어 있습니다. 그 주소로 로그인해 주세요.`,
  },
  NicknameTaken: {
    status: 409,
    code: 'NICKNAME_TAKEN',
    field: () => 'nickname',
    en: ({ nickname }) => `Somebody is already called “${nickname}”. Please choose another nickname.`,
    ko: ({ nickname }) => `“${nickname}” 닉네임은 이미 쓰이고 있습니다. 다른 닉네임을 골라 주세요.`,
  },
  ActivationKeyUnknown: {
    status: 404,
    code: 'ACTIVATION_KEY_UNKNOWN',
    en: () => 'This link is invalid or has already been used.',
    ko: () => '알 수 없는 링크이거나 이미 사용한 링크입니다.',
  },
  ActivationKeyExpired: {
    status: 400,
    code: 'ACTIVATION_KEY_EXPIRED',
    en: () => 'This link has expired. Log in, sign up or request a new password again to get a new one.',
    ko: () =>
      '링크의 유효 기간이 지났습니다. 로그인, 가입 또는 새 비밀번호 요청을 다시 하시면 새 링크를 메일로 보내 드립니다.',
  },
  WrongPassword: {
    status: 400,
    code: 'WRONG_PASSWORD',
    field: () => 'password',
    en: () => 'Wrong password.',
    ko: () => '비밀번호가 맞지 않습니다.',
  },
  WrongCredentials: {
    status: 401,
    code: 'WRONG_CREDENTIALS',
    en: () => 'Wrong e-mail address or password.',
    ko: () => '이메일 주소 또는 비밀번호가 맞지 않습니다.',
    headers: challenge,
  },
  ActivationPending: {
    status: 403,
    code: 'ACTIVATION_PENDING',
    en: () => 'Please open the link in the mail we sent you first.',
    ko: () => '먼저 보내 드린 메일의 링크를 열어 주세요.',
  },
  NotAuthenticated: {
    status: 401,
    code: 'NOT_AUTHENTICATED',
    en: () => 'Please log in.',
    ko: () => '로그인해 주세요.',
    headers: challenge,
  },
  UserNotFound: {
    status: 404,
    code: 'USER_NOT_FOUND',
    en: ({ id }) => `There is no user ${id}.`,
    ko: ({ id }) => `사용자 ${id}을(를) 찾을 수 없습니다.`,
  },
  AccountSuspended: {
    status: 403,
    code: 'ACCOUNT_SUSPENDED',
    en: () => 'This account has been suspended.',
    ko: () => '이용이 정지된 계정입니다.',
  },
  IdentityTaken: {
    status: 409,
    code: 'IDENTITY_TAKEN',
    en: ({ provider }) => `This ${PROVIDERS[provider].en} login already belongs to another account.`,
    ko: ({ provider }) => `이 ${PROVIDERS[provider].ko} 로그인은 이미 다른 계정에 연결되어 있습니다.`,
  },
  ProviderRefused: {
    status: 401,
    code: 'PROVIDER_REFUSED',
    en: ({ provider }) => `${PROVIDERS[provider].en} did not confirm this login. Please try again.`,
    ko: ({ provider }) => `${PROVIDERS[provider].ko}에서 이 로그인을 확인해 주지 않았습니다. 다시 시도해 주세요.`,
    headers: challenge,
  },
  TooManyAttempts: {
    status: 429,
    code: 'TOO_MANY_ATTEMPTS',
    en: ({ retryAfter }) => `Too many attempts. Please try again in ${seconds(retryAfter)} seconds.`,
    ko: ({ retryAfter }) => `요청이 너무 많습니다. ${seconds(retryAfter)}초 뒤에 다시 시도해 주세요.`,
    headers: ({ retryAfter, limit }) => ({
      'Retry-After': String(seconds(retryAfter)),
      ...rateLimitHeaders(limit, 0, retryAfter),
    }),
  },
  SessionNotFound: {
    status: 404,
    code: 'SESSION_NOT_FOUND',
    en: ({ id }) => `You have no open session ${id}.`,
    ko: ({ id }) => `열려 있는 세션 ${id}을(를) 찾을 수 없습니다.`,
  },
  NotTheOwner: {
    status: 403,
    code: 'NOT_THE_OWNER',
    en: () => 'You can only do this with your own account.',
    ko: () => '본인의 계정에서만 할 수 있는 일입니다.',
  },
  NotStaff: {
    status: 403,
    code: 'NOT_STAFF',
    en: () => 'Only staff may do this.',
    ko: () => '운영진만 할 수 있는 일입니다.',
  },
  StaffProtected: {
    status: 403,
    code: 'STAFF_PROTECTED',
    en: () => 'Staff cannot be suspended.',
    ko: () => '운영진 계정은 정지할 수 없습니다.',
  },
  FailedJobNotFound: {
    status: 404,
    code: 'FAILED_JOB_NOT_FOUND',
    en: () => 'There is no such failed job. It may have been queued again already.',
    ko: () => '그런 실패한 작업이 없습니다. 이미 다시 실행했을 수 있습니다.',
  },
}
