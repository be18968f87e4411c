import { z } from '@hono/zod-openapi'
import type { ProviderLogin, ProviderLoginRefusal } from '#application/account/log-in-with-provider.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { presentUser, userSchema } from '../presenters/user.ts'
import { loggedIn, LOGIN_HEADERS, loginSchema } from './logged-in.ts'
import { json, NO_STORE } from '../reply/reply.ts'
import { unchecked, uncheckedText } from '../endpoint/wire-names.ts'
import type { NewUserForm } from '#application/account/new-user-form.ts'

const unverifiedSchema = z.object({
  code: z.string().openapi({ description: 'Needed on the page behind the mailed link; returned only here' }),
  user: userSchema,
})

const answers = [
  { status: 200, description: 'An existing account: a new session', schema: loginSchema, setsCookie: true },
  { status: 201, description: 'A new account and a session', schema: loginSchema, setsCookie: true },
  { status: 202, description: 'The address must be verified by mail first', schema: unverifiedSchema },
] as const

const refuses = [
  'InvalidFields',
  'ProviderRefused',
  'AccountSuspended',
  'EmailTaken',
  'NicknameTaken',
  'IdentityTaken',
  'TooManyAttempts',
  'UserNotFound',
] as const

type WireForm = {
  readonly email?: unknown
  readonly nickname?: unknown
  readonly instrument?: unknown
  readonly genre?: unknown
}

const newUserOf = ({ email, nickname, instrument, genre }: WireForm): NewUserForm =>
  unchecked<NewUserForm>({ email, nickname, instruments: instrument, genres: genre })

/** Login by Google and Facebook. */
export const providers = (deps: Pick<HttpDependencies, 'soundhub' | 'settings'>, endpoint: Endpoint): void => {
  const { soundhub } = deps

  const answered = (context: HttpContext, entering: Outcome<ProviderLogin, ProviderLoginRefusal>) =>
    entering
      .andThen((login) => soundhub.users.read(login.userId, login.userId).map((user) => ({ login, user })))
      .map(({ login, user }) =>
        login.is === 'unverified'
          ? json(202, { code: login.code, user: presentUser(user) }, NO_STORE)
          : loggedIn(deps, context, login.is === 'known' ? 200 : 201, { token: login.token, user }),
      )

  endpoint(
    {
      methods: ['post'],
      path: '/user/google_login',
      tag: 'accounts',
      summary:
        'Log in with a Google ID token; a new account needs a nickname, and an email if Google has verified none',
      access: 'anonymous',
      body: {
        token: FORM.providerToken,
        client_id: FORM.providerToken.optional(),
        email: FORM.email.optional(),
        nickname: FORM.nickname.optional(),
        instrument: FORM.instrument.optional(),
        genre: FORM.genreOfUser.optional(),
      },
      headers: LOGIN_HEADERS,
      answers,
      refuses,
    },
    ({ context, form, caller }) =>
      answered(
        context,
        soundhub.accounts.logInWithGoogle({ ...newUserOf(form), token: uncheckedText(form.token) }, caller()),
      ),
  )

  endpoint(
    {
      methods: ['post'],
      path: '/user/facebook_login',
      tag: 'accounts',
      summary:
        'Log in with a Facebook access token; a new account needs a nickname, and an email if Facebook gives none',
      access: 'anonymous',
      body: {
        access_token: FORM.providerToken,
        facebook_user_id: FORM.providerToken,
        email: FORM.email.optional(),
        nickname: FORM.nickname.optional(),
        instrument: FORM.instrument.optional(),
        genre: FORM.genreOfUser.optional(),
      },
      headers: LOGIN_HEADERS,
      answers,
      refuses,
    },
    ({ context, form, caller }) =>
      answered(
        context,
        soundhub.accounts.logInWithFacebook(
          {
            ...newUserOf(form),
            accessToken: uncheckedText(form.access_token),
            facebookUserId: uncheckedText(form.facebook_user_id),
          },
          caller(),
        ),
      ),
  )
}
