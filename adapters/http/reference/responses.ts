import { type RouteConfig, z } from '@hono/zod-openapi'
import { JSON_TYPE } from '../body/body.ts'
import type { Answer } from '../endpoint/declaration.ts'
import { problemSchema } from '../problems/problem.ts'
import { PROBLEMS } from '../problems/table.ts'
import type { RefusalType } from '../refusals.ts'

export const PAGE_TYPE = 'text/html'

/** Whether browsers get pages, and whether attempts are limited. */
type Presented = { readonly hasPages: boolean; readonly isLimited: boolean }

/** Of the endpoints that limit attempts. A request that is refused before it counts has none. */
const RATE_LIMIT_HEADERS = {
  RateLimit: {
    description: 'Attempts left, and seconds until there are as many as at first',
    schema: { type: 'string', example: '"default";r=9;t=300' },
  },
  'RateLimit-Policy': {
    description: 'The limit, and its window in seconds',
    schema: { type: 'string', example: '"default";q=10;w=300' },
  },
} as const

const SET_COOKIE = {
  'Set-Cookie': {
    description: 'The session, if `Soundhub-Session: cookie` was sent; no script can read it',
    schema: { type: 'string' },
  },
} as const

/** The response for all problems with one status. Browsers get them as a page if the endpoint has pages. */
const problemResponse = (status: number, types: readonly RefusalType[], { hasPages, isLimited }: Presented) => {
  const codes = types.map((type) => PROBLEMS[type].code)
  const schema = problemSchema.extend({ status: z.literal(status), code: z.enum(codes) })
  return {
    description: codes.join(', '),
    ...(isLimited && { headers: RATE_LIMIT_HEADERS }),
    content: { 'application/problem+json': { schema }, ...(hasPages && { [PAGE_TYPE]: { schema: z.string() } }) },
  }
}

export const problemResponses = (refusals: readonly RefusalType[], presented: Presented): RouteConfig['responses'] =>
  Object.fromEntries(
    [...Map.groupBy(new Set(refusals), (type) => PROBLEMS[type].status)].map(([status, types]) => [
      status,
      problemResponse(status, types, presented),
    ]),
  )

export const answerResponse = (
  { description, schema, others = [], setsCookie, headers }: Answer,
  isLimited: boolean,
): RouteConfig['responses'][string] => ({
  description,
  ...((isLimited || setsCookie === true || headers !== undefined) && {
    headers: { ...headers, ...(isLimited && RATE_LIMIT_HEADERS), ...(setsCookie === true && SET_COOKIE) },
  }),
  ...((schema !== undefined || others.length > 0) && {
    content: {
      ...(schema !== undefined && { [JSON_TYPE]: { schema } }),
      ...Object.fromEntries(others.map((type) => [type, { schema: z.string() }])),
    },
  }),
})
