import { okAsync } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { LoggedIn } from '#application/account/begin-session.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import type { Shape } from '../endpoint/declaration.ts'
import { asksForCookie, SESSION_HEADER } from '../endpoint/own-origin.ts'
import { cookieOf } from '../endpoint/session-cookie.ts'
import { presentUser, userSchema } from '../presenters/user.ts'
import { json, NO_STORE, type Reply } from '../reply/reply.ts'

export const loginSchema = z.object({
  token: z
    .string()
    .optional()
    .openapi({ description: `Left out if \`${SESSION_HEADER}: cookie\` was sent` }),
  user: userSchema,
})

/** The header of logins, for the API document. */
export const LOGIN_HEADERS = {
  [SESSION_HEADER]: z.enum(['cookie']).optional().openapi({
    description:
      'For pages of this origin: the token comes as a cookie, which no script can read, and not in the body. The session of a cookie that was sent ends',
  }),
} satisfies Shape

/** Ends the session whose cookie is replaced. A login does not fail because of it. */
const endReplaced = async (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  context: HttpContext,
): Promise<void> => {
  const replaced = cookieOf(context, settings)
  if (replaced === null) return
  await soundhub.accounts
    .authenticate(replaced)
    .andThen(soundhub.accounts.logOut)
    .orElse(() => okAsync())
}

/** The answer to a login: the token in the body for an app, in the cookie for the page. */
export const loggedIn = async (
  deps: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  context: HttpContext,
  status: 200 | 201,
  { token, user }: Pick<LoggedIn, 'token'> & { readonly user: Parameters<typeof presentUser>[0] },
): Promise<Reply> => {
  if (!asksForCookie(context)) return json(status, { token, user: presentUser(user) }, NO_STORE)
  await endReplaced(deps, context)
  return { ...json(status, { user: presentUser(user) }, NO_STORE), cookie: { token } }
}
