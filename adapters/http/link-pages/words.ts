import type { Language } from '#application/shared/system.ts'
import type { LinkWords } from './link-page.ts'
import type { PageField } from './page.ts'

type Words = Readonly<Record<Language, LinkWords>>

const hello = (nickname: string): string => (nickname === '' ? 'Hi!' : `Hi ${nickname}!`)
const korean = (nickname: string): string => (nickname === '' ? '안녕하세요.' : `${nickname}님, 안녕하세요.`)

export const ACTIVATION_WORDS: Words = {
  en: {
    title: 'Activate your Soundhub account',
    greeting: (nickname) => `Hi ${nickname}! One step is left.`,
    why: 'Type the password you chose, or the code you were shown, when you signed up, so that nobody else can open an account in your name.',
    button: 'Activate my account',
    done: 'Your account is active',
    next: 'Welcome! You can log in now.',
  },
  ko: {
    title: 'Soundhub 계정 활성화',
    greeting: (nickname) => `${nickname}님, 한 단계만 남았습니다.`,
    why: '가입할 때 정한 비밀번호나 그때 보여 드린 코드를 입력해 주세요. 다른 사람이 회원님의 이름으로 계정을 활성화하는 것을 막기 위해서입니다.',
    button: '내 계정 활성화',
    done: '계정이 활성화되었습니다',
    next: '환영합니다! 이제 로그인할 수 있습니다.',
  },
}

export const NEW_PASSWORD_WORDS: Words = {
  en: {
    title: 'Confirm your Soundhub password',
    greeting: hello,
    why: 'Type the new password once more, the one you have just chosen on Soundhub. If you chose none, close this page: nothing changes.',
    button: 'Use this password',
    done: 'Your password is set',
    next: 'Other devices are logged out.',
  },
  ko: {
    title: 'Soundhub 비밀번호 확인',
    greeting: korean,
    why: '방금 Soundhub에서 정한 새 비밀번호를 한 번 더 입력해 주세요. 정한 적이 없다면 이 페이지를 닫으시면 됩니다. 아무것도 바뀌지 않습니다.',
    button: '이 비밀번호 쓰기',
    done: '비밀번호가 설정되었습니다',
    next: '다른 기기에서는 로그아웃되었습니다.',
  },
}

export const RESET_WORDS: Words = {
  en: {
    title: 'Choose a new Soundhub password',
    greeting: hello,
    why: 'Choose a new password, at least 8 characters long.',
    button: 'Use this password',
    done: 'Your password is changed',
    next: 'You are logged out everywhere. Log in with the new password.',
  },
  ko: {
    title: 'Soundhub 새 비밀번호 정하기',
    greeting: korean,
    why: '8자 이상의 새 비밀번호를 정해 주세요.',
    button: '이 비밀번호 쓰기',
    done: '비밀번호가 바뀌었습니다',
    next: '모든 기기에서 로그아웃되었습니다. 새 비밀번호로 로그인해 주세요.',
  },
}

export const NOT_ME_WORDS: Words = {
  en: {
    title: 'This was not me',
    greeting: () => 'This was not you?',
    why: 'We will undo what the mail announced, as far as possible.',
    button: 'It was not me, undo it',
    done: 'Undone',
    next: 'If your password had been changed, a link for a new one is on its way to you.',
  },
  ko: {
    title: '본인이 아닙니다',
    greeting: () => '본인이 하신 일이 아닌가요?',
    why: '메일에 적힌 일을 되돌릴 수 있는 만큼 되돌립니다.',
    button: '제가 한 일이 아닙니다. 되돌려 주세요',
    done: '되돌렸습니다',
    next: '비밀번호가 바뀌어 있었다면 새로 정할 수 있는 링크를 메일로 보내 드립니다.',
  },
}

const LABELS = {
  en: {
    password: 'Password',
    nickname: 'Another nickname (only if yours was taken meanwhile)',
    password1: 'New password',
    password2: 'New password, once more',
  },
  ko: {
    password: '비밀번호',
    nickname: '다른 닉네임 (그사이 닉네임이 이미 쓰이게 된 경우에만)',
    password1: '새 비밀번호',
    password2: '새 비밀번호 한 번 더',
  },
} as const satisfies Record<Language, Record<string, string>>

const secretField = (
  language: Language,
  name: 'password' | 'password1' | 'password2',
  autocomplete: 'current-password' | 'new-password',
): PageField => ({
  name,
  label: LABELS[language][name],
  type: 'password',
  autocomplete,
  isRequired: true,
})

/** The password chosen when the link was requested. */
export const passwordField = (language: Language): PageField => secretField(language, 'password', 'current-password')

/** A new password, twice. */
export const newPasswordFields = (language: Language): readonly PageField[] => [
  secretField(language, 'password1', 'new-password'),
  secretField(language, 'password2', 'new-password'),
]

/** Another nickname, with the previous input. */
export const nicknameField = (language: Language, typed: unknown): PageField => ({
  name: 'nickname',
  label: LABELS[language].nickname,
  type: 'text',
  autocomplete: 'nickname',
  isRequired: false,
  value: typeof typed === 'string' ? typed : '',
})
