import { err, ok } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { HttpDependencies, HttpApp } from '../dependencies.ts'
import { publicUrlOf } from '../urls.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { respond } from '../reply/reply.ts'
import { openApiOf } from './openapi.ts'
import { openSwaggerUi, REFERENCE_POLICY, type SwaggerUi } from './swagger-ui.ts'

const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.looseObject({})),
})

/** Made at the first call. */
const once = <Made>(make: () => Made): (() => Made) => {
  let made: { readonly value: Made } | undefined
  return () => (made ??= { value: make() }).value
}

const A_YEAR = 'public, max-age=31536000, immutable'

/** The API document, and a page to read it with. */
export const reference = (
  { settings }: Pick<HttpDependencies, 'settings'>,
  endpoint: Endpoint,
  described: () => HttpApp,
): void => {
  const pathOf = (path: string): string => new URL(publicUrlOf(settings, path)).pathname
  const text = once(() => JSON.stringify(openApiOf(described(), settings)))
  const swaggerUi: () => Promise<SwaggerUi | null> = once(openSwaggerUi)

  endpoint(
    {
      methods: ['get'],
      path: '/openapi.json',
      tag: 'reference',
      summary: 'This API as an OpenAPI 3.1 document',
      access: 'anonymous',
      answers: [{ status: 200, description: 'The document', schema: documentSchema }],
      refuses: [],
    },
    () => Promise.resolve(ok(respond(200, text(), { 'Content-Type': 'application/json' }))),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/docs',
      tag: 'reference',
      summary: 'This API as a web page',
      access: 'anonymous',
      answers: [{ status: 200, description: 'The page', others: ['text/html'] }],
      refuses: ['PathUnknown'],
    },
    async () => {
      const page = await (await swaggerUi())?.page({ files: pathOf('/docs'), document: pathOf('/openapi.json') })
      if (page === undefined) return err({ type: 'PathUnknown' } as const)
      const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': REFERENCE_POLICY }
      return ok(respond(200, page, headers))
    },
  )

  endpoint(
    {
      methods: ['get'],
      path: '/docs/{file}',
      tag: 'reference',
      summary: 'A file of that web page',
      access: 'anonymous',
      answers: [{ status: 200, description: 'The file', others: ['text/css', 'text/javascript', 'image/png'] }],
      refuses: ['PathUnknown'],
    },
    async ({ context }) => {
      const asset = (await swaggerUi())?.assets.get(context.req.param('file') ?? '')
      return asset === undefined
        ? err({ type: 'PathUnknown' } as const)
        : ok(respond(200, asset.bytes, { 'Content-Type': asset.type, 'Cache-Control': A_YEAR }))
    },
  )
}
