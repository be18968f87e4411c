import { ok } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { Language } from '#application/shared/system.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { presentUser, userSchema } from '../presenters/user.ts'
import { loggedIn, LOGIN_HEADERS, loginSchema } from './logged-in.ts'
import { endingCookie, json, NO_STORE } from '../reply/reply.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import type { LogInForm } from '#application/account/log-in.ts'
import type { SignUpForm } from '#domain/account/sign-up.ts'

const LOGGED_OUT: Readonly<Record<Language, string>> = { en: 'You are logged out.', ko: '로그아웃되었습니다.' }

/** Sign-up, login and logout. */
export const accounts = (deps: Pick<HttpDependencies, 'soundhub' | 'settings'>, endpoint: Endpoint): void => {
  const { soundhub } = deps
  endpoint(
    {
      methods: ['post'],
      path: '/user/signup',
      tag: 'accounts',
      summary: 'Sign up and get a mail with an activation link',
      access: 'anonymous',
      body: {
        email: FORM.email,
        nickname: FORM.nickname,
        instrument: FORM.instrument,
        genre: FORM.genreOfUser.optional(),
        password1: FORM.newPassword,
        password2: FORM.newPassword,
      },
      answers: [{ status: 201, description: 'The pending user', schema: userSchema }],
      refuses: ['InvalidFields', 'EmailTaken', 'NicknameTaken', 'TooManyAttempts'],
    },
    ({ form, caller }) =>
      soundhub.accounts
        .signUp(
          unchecked<SignUpForm>({
            email: form.email,
            nickname: form.nickname,
            instruments: form.instrument,
            genres: form.genre,
            newPassword: form.password1,
            newPasswordAgain: form.password2 ?? null,
          }),
          caller(),
        )
        .map((user) => json(201, presentUser(user), NO_STORE)),
  )

  endpoint(
    {
      methods: ['post'],
      path: '/user/login',
      tag: 'accounts',
      summary: 'Log in',
      access: 'anonymous',
      body: { email: FORM.email, password: FORM.password },
      headers: LOGIN_HEADERS,
      answers: [{ status: 200, description: 'A new session', schema: loginSchema, setsCookie: true }],
      refuses: [
        'InvalidFields',
        'WrongCredentials',
        'ActivationPending',
        'AccountSuspended',
        'TooManyAttempts',
        'UserNotFound',
      ],
    },
    ({ context, form, caller }) =>
      soundhub.accounts
        .logIn(unchecked<LogInForm>({ email: form.email, password: form.password }), caller())
        .andThen(({ userId, token }) => soundhub.users.read(userId, userId).map((user) => ({ token, user })))
        .map((login) => loggedIn(deps, context, 200, login)),
  )

  endpoint(
    {
      methods: ['post'],
      path: '/user/logout',
      tag: 'accounts',
      summary: 'Log out',
      access: 'user',
      answers: [{ status: 200, description: 'Logged out', schema: z.object({ detail: z.string() }) }],
      refuses: [],
    },
    ({ session, language }) =>
      soundhub.accounts
        .logOut(session)
        .andThen(() =>
          ok(
            endingCookie(
              json(
                200,
                { detail: LOGGED_OUT[language] },
                { ...NO_STORE, 'Content-Language': language, Vary: 'Accept-Language' },
              ),
            ),
          ),
        ),
  )
}
