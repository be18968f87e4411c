import { ok } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import { type Check, type HttpDependencies, nodeBindings } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { json, NO_STORE } from '../reply/reply.ts'

const readySchema = z.object({
  status: z.enum(['ok', 'unavailable']),
  checks: z.array(
    z.object({ name: z.enum(['database', 'migrations', 'audio', 'server']), ok: z.boolean(), detail: z.string() }),
  ),
})

const ENDING: Check = { name: 'server', ok: false, detail: 'ending' }

/** Liveness and readiness checks. */
export const health = ({ readiness }: Pick<HttpDependencies, 'readiness'>, endpoint: Endpoint): void => {
  endpoint(
    {
      methods: ['get'],
      path: '/healthz',
      tag: 'health',
      summary: 'Liveness check',
      access: 'anonymous',
      answers: [{ status: 200, description: 'The server is running', schema: z.object({ status: z.literal('ok') }) }],
      refuses: [],
    },
    () => Promise.resolve(ok(json(200, { status: 'ok' }, NO_STORE))),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/readyz',
      tag: 'health',
      summary: 'Readiness check: database, migrations and audio decoding',
      access: 'anonymous',
      answers: [
        { status: 200, description: 'Ready', schema: readySchema },
        { status: 503, description: 'Not ready', schema: readySchema },
      ],
      refuses: [],
    },
    async ({ context }) => {
      const isEnding = nodeBindings(context).closing?.aborted === true
      const checks = isEnding ? [ENDING] : await readiness()
      const isReady = checks.every((check) => check.ok)
      return ok(json(isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable', checks }, NO_STORE))
    },
  )
}
