import { err, errAsync, ok, okAsync, type Result } from 'neverthrow'
import type { KeyRefusal } from '#application/account/keys.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Language } from '#application/shared/system.ts'
import { invalidFields } from '#domain/shared/fields.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { acts, LINK_DESCRIPTION, prefersPage } from '../endpoint/languages.ts'
import { linkPages } from '../link-pages/link-page.ts'
import { NEW_PASSWORD_WORDS, newPasswordFields, passwordField, RESET_WORDS } from '../link-pages/words.ts'
import { detailReply, detailSchema } from '../reply/detail-reply.ts'
import { unchecked, uncheckedText } from '../endpoint/wire-names.ts'
import type { NewPasswordForm } from '#application/account/change-password.ts'

const KEY_REFUSALS = ['ActivationKeyUnknown', 'ActivationKeyExpired'] as const

const WORDS = {
  'on-its-way': {
    en: 'If there is such an account, a mail with a link is on its way.',
    ko: '해당하는 계정이 있으면 링크가 담긴 메일을 보내 드립니다.',
  },
  mine: { en: 'This is your password.', ko: '비밀번호가 맞습니다.' },
  good: {
    en: 'This link is valid. Send the new password with its key.',
    ko: '사용할 수 있는 링크입니다. 새 비밀번호를 키와 함께 보내 주세요.',
  },
  changed: { en: 'The password is changed.', ko: '비밀번호가 바뀌었습니다.' },
} as const satisfies Record<string, Record<Language, string>>

/** What a key is for: resetting a forgotten password, or confirming a new one. */
type Kind = 'reset' | 'change'

type Form = {
  readonly activation_key?: unknown
  readonly password?: unknown
  readonly password1?: unknown
  readonly password2?: unknown
}

const newPasswordOf = ({ password1, password2 }: Form): NewPasswordForm =>
  unchecked<NewPasswordForm>({ newPassword: password1, newPasswordAgain: password2 ?? null })

/** A blank field counts as not sent. */
const isSent = (raw: unknown): boolean => raw !== undefined && raw !== null && raw !== ''

const isChoosing = ({ password1, password2 }: Form): boolean => isSent(password1) || isSent(password2)

const notBoth = invalidFields({ field: 'password', code: 'MALFORMED', expected: 'left out beside a new password' })

/** Checking, changing and resetting a password, and the pages behind the mailed links. */
export const passwords = (deps: HttpDependencies, endpoint: Endpoint): void => {
  const { soundhub } = deps
  const path = '/user/password'
  const resetPages = linkPages(deps, {
    path,
    words: RESET_WORDS,
    show: soundhub.accounts.showPasswordReset,
    fields: newPasswordFields,
  })
  const changePages = linkPages(deps, {
    path,
    words: NEW_PASSWORD_WORDS,
    show: soundhub.accounts.showPasswordChange,
    fields: (language) => [passwordField(language)],
  })

  /** The key alone decides what it is for, whatever else the form contains. */
  const kindOf = (key: string): Outcome<Kind, KeyRefusal> =>
    soundhub.accounts
      .showPasswordReset(key)
      .map((): Kind => 'reset')
      .orElse((refusal) =>
        refusal.type === 'ActivationKeyUnknown'
          ? soundhub.accounts.showPasswordChange(key).map((): Kind => 'change')
          : err(refusal),
      )

  const pagesOf = (kind: Result<Kind, unknown>) => (kind.unwrapOr('reset') === 'reset' ? resetPages : changePages)

  const follow = (key: string, language: Language) =>
    kindOf(key).andThen((kind) =>
      kind === 'reset'
        ? okAsync(detailReply(200, WORDS.good, language))
        : soundhub.accounts.confirmPassword(key, language).map(() => detailReply(200, WORDS.changed, language)),
    )

  const replace = (kind: Kind, form: Form, language: Language) => {
    if (isSent(form.password) && isChoosing(form)) return errAsync(notBoth)
    const key = uncheckedText(form.activation_key)
    return kind === 'reset'
      ? soundhub.accounts.resetPassword({ ...newPasswordOf(form), key }, language)
      : soundhub.accounts.confirmPasswordWithPassword({ key, password: uncheckedText(form.password) }, language)
  }

  for (const link of [path, '/user/signup'])
    endpoint(
      {
        methods: ['get'],
        path: link,
        tag: 'accounts',
        summary: 'Open a password link: a program confirms the new password, a browser gets a page and changes nothing',
        description: LINK_DESCRIPTION,
        access: 'anonymous',
        query: { activation_key: FORM.activationKey },
        answers: [
          {
            status: 200,
            description: 'The password is changed, or the key is valid',
            schema: detailSchema,
            others: ['text/html'],
          },
        ],
        refuses: KEY_REFUSALS,
      },
      async ({ context, query, language }) => {
        if (acts(context)) return follow(uncheckedText(query.activation_key), language)
        const kind = await kindOf(uncheckedText(query.activation_key))
        const pages = pagesOf(kind)
        return ok(
          await (kind.isOk()
            ? pages.asking(context, language, query, null)
            : pages.answering(context, language, query, kind)),
        )
      },
    )

  endpoint(
    {
      methods: ['put'],
      path,
      tag: 'accounts',
      summary:
        'Change a password (with a token: the new password, twice) or reset a forgotten one (without a token: the address)',
      access: 'anyone',
      body: {
        password1: FORM.newPassword.optional(),
        password2: FORM.newPassword.optional(),
        email: FORM.email.optional(),
      },
      answers: [{ status: 202, description: 'A mail with a link is on its way', schema: detailSchema }],
      refuses: ['InvalidFields', 'NotAuthenticated', 'TooManyAttempts'],
    },
    ({ session, form, caller, language }) => {
      if (session === null && isChoosing(form) && !isSent(form.email))
        return errAsync({ type: 'NotAuthenticated' } as const)
      const isForgotten = session === null || (isSent(form.email) && !isChoosing(form))
      const asked = isForgotten
        ? soundhub.accounts.requestPasswordReset({ email: uncheckedText(form.email) }, caller())
        : soundhub.accounts.changePassword(session, newPasswordOf(form), caller())
      return asked.map(() => detailReply(202, WORDS['on-its-way'], language))
    },
  )

  endpoint(
    {
      methods: ['post'],
      path,
      tag: 'accounts',
      summary:
        'With a token: check my password. With a key from a mail: replace a forgotten password, or confirm a new one',
      access: 'anyone',
      body: {
        activation_key: FORM.activationKey.optional(),
        password: FORM.password.optional(),
        password1: FORM.newPassword.optional(),
        password2: FORM.newPassword.optional(),
      },
      answers: [
        {
          status: 200,
          description: 'The password was changed, or it is mine',
          schema: detailSchema,
          others: ['text/html'],
        },
      ],
      refuses: [...KEY_REFUSALS, 'InvalidFields', 'WrongPassword', 'NotAuthenticated', 'TooManyAttempts'],
    },
    async ({ session, context, form, caller, language }) => {
      if (form.activation_key === undefined) {
        if (isChoosing(form)) return err(invalidFields({ field: 'activation_key', code: 'REQUIRED' }))
        if (session === null) return err({ type: 'NotAuthenticated' } as const)
        return soundhub.accounts
          .checkPassword(session.userId, { password: uncheckedText(form.password) }, caller())
          .map(() => detailReply(200, WORDS.mine, language))
      }
      const kind = await kindOf(uncheckedText(form.activation_key))
      const done = await kind.asyncAndThen((known) => replace(known, form, language))
      if (prefersPage(context.req.header('Accept')))
        return ok(await pagesOf(kind).answering(context, language, form, done))
      return done.map(() => detailReply(200, WORDS.changed, language))
    },
  )
}
