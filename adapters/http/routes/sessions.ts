import { ok } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import { listSchema } from '../endpoint/cursor.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { iso } from '../presenters/iso.ts'
import { id, instant } from '../presenters/shared-schemas.ts'
import { endingCookie, json, nothing, NO_STORE } from '../reply/reply.ts'

const sessionSchema = z
  .object({
    id,
    created_at: instant,
    last_used_at: instant,
    device: z.string().openapi({ description: 'What the client calls itself' }),
    is_current: z.boolean(),
  })
  .openapi('Session')

/** A user's own open sessions. */
export const sessions = ({ soundhub }: Pick<HttpDependencies, 'soundhub'>, endpoint: Endpoint): void => {
  endpoint(
    {
      methods: ['get'],
      path: '/user/sessions',
      tag: 'accounts',
      summary: 'List my open sessions, newest first',
      access: 'user',
      answers: [{ status: 200, description: 'All sessions, on one page', schema: listSchema(sessionSchema) }],
      refuses: [],
    },
    ({ session: current }) =>
      soundhub.accounts.listSessions(current.userId).map((all) => {
        const results = all.map((session) => ({
          id: session.id,
          created_at: iso(session.createdAt),
          last_used_at: iso(session.lastUsedAt),
          device: session.device,
          is_current: session.id === current.id,
        }))
        return json(200, { results, next: null, previous: null }, NO_STORE)
      }),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/user/sessions/{id}',
      tag: 'accounts',
      summary: 'End one of my sessions',
      access: 'user',
      id: 'SessionId',
      answers: [{ status: 204, description: 'Ended' }],
      refuses: ['SessionNotFound'],
    },
    ({ id: sessionId, session }) =>
      soundhub.accounts
        .endSession(session.userId, sessionId)
        .andThen(() => ok(sessionId === session.id ? endingCookie(nothing()) : nothing())),
  )
}
