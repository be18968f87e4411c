import { ok, ResultAsync } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { ActivationForm } from '#application/account/activate.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { acts, LINK_DESCRIPTION, prefersPage } from '../endpoint/languages.ts'
import { linkPages } from '../link-pages/link-page.ts'
import { ACTIVATION_WORDS, nicknameField, passwordField } from '../link-pages/words.ts'
import { presentUser, userSchema } from '../presenters/user.ts'
import type { RefusalOf } from '../refusals.ts'
import { json, NO_STORE } from '../reply/reply.ts'
import { unchecked, uncheckedText } from '../endpoint/wire-names.ts'

const answers = [
  {
    status: 200,
    description: 'The user is active. Browsers get a page',
    schema: z.object({ user: userSchema, is_active: z.literal(true) }),
    others: ['text/html'],
  },
] as const

const byKey = [
  'ActivationKeyUnknown',
  'ActivationKeyExpired',
  'EmailTaken',
  'NicknameTaken',
  'IdentityTaken',
  'UserNotFound',
] as const

type WireForm = { readonly activation_key?: unknown; readonly password?: unknown; readonly nickname?: unknown }

const activationOf = (form: WireForm): ActivationForm =>
  unchecked<ActivationForm>({ key: form.activation_key, password: form.password, nickname: form.nickname })

type ActivationRefusal = RefusalOf<(typeof byKey)[number] | 'WrongPassword' | 'InvalidFields'>

/** The page behind the activation link. */
export const activation = (deps: HttpDependencies, endpoint: Endpoint): void => {
  const { soundhub } = deps
  const pages = linkPages<WireForm>(deps, {
    path: '/user/activate',
    words: ACTIVATION_WORDS,
    show: soundhub.accounts.showActivation,
    fields: (language, form) => [passwordField(language), nicknameField(language, form.nickname)],
  })

  const asJson = <Refused extends ActivationRefusal>(activated: Outcome<UserId, Refused>) =>
    activated
      .andThen((id) => soundhub.users.read(id, id))
      .map((user) =>
        json(200, { user: presentUser(user), is_active: true }, { ...NO_STORE, Vary: 'Accept, Accept-Language' }),
      )

  endpoint(
    {
      methods: ['get'],
      path: '/user/activate',
      tag: 'accounts',
      summary: 'Open an activation link: a program activates the account, a browser gets a page and changes nothing',
      description: LINK_DESCRIPTION,
      access: 'anonymous',
      query: { activation_key: FORM.activationKey },
      answers,
      refuses: byKey,
    },
    ({ context, query, language }) =>
      acts(context)
        ? asJson(soundhub.accounts.activate(uncheckedText(query.activation_key)))
        : ResultAsync.fromSafePromise(pages.asking(context, language, query, null)),
  )

  endpoint(
    {
      methods: ['post'],
      path: '/user/activate',
      tag: 'accounts',
      summary: 'Activate an account with the password chosen, or the code shown, at sign-up',
      access: 'anonymous',
      body: { activation_key: FORM.activationKey, password: FORM.password, nickname: FORM.nickname.optional() },
      answers,
      refuses: [...byKey, 'WrongPassword', 'InvalidFields'],
    },
    async ({ context, form, language }) => {
      const activated = soundhub.accounts.activateWithPassword(activationOf(form))
      return prefersPage(context.req.header('Accept'))
        ? ok(await pages.answering(context, language, form, await activated))
        : asJson(activated)
    },
  )
}
