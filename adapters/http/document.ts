import { type RouteConfig, z } from '@hono/zod-openapi'
import { JSON_TYPE, MULTIPART_TYPE, URLENCODED_TYPE } from './body/body.ts'
import type { Answer, Method, Shape } from './declaration.ts'
import type { Who } from './authorization.ts'
import { problemSchema } from './problems/problem.ts'
import { PROBLEMS } from './problems/table.ts'
import type { RefusalType } from './refusals.ts'

type Documented = {
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly who: Who
  readonly query?: Shape
  readonly body?: Shape
  readonly files?: readonly string[]
  readonly answers: readonly Answer[]
  readonly refuses: readonly RefusalType[]
}

const BODY_REFUSALS: readonly RefusalType[] = [
  'BodyMalformed',
  'BodyTooLarge',
  'TooLarge',
  'MediaTypeUnsupported',
  'InvalidFields',
]

/** Every refusal an endpoint of this kind can answer with. */
export const refusalsOf = ({ who, body, path, refuses }: Documented): readonly RefusalType[] => [
  ...refuses,
  ...(who === 'nobody in particular' ? [] : (['NotAuthenticated'] as const)),
  ...(body === undefined ? [] : BODY_REFUSALS),
  ...(path.includes('{') ? (['PathUnknown'] as const) : []),
  'Unavailable',
  'InternalError',
]

const problemResponses = (refusals: readonly RefusalType[]): RouteConfig['responses'] => {
  const codes = Map.groupBy(new Set(refusals), (type) => PROBLEMS[type].status)
  return Object.fromEntries(
    [...codes].map(([status, types]) => [
      status,
      {
        description: types.map((type) => PROBLEMS[type].code).join(', '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}

const answerResponse = ({ description, schema, others = [] }: Answer): RouteConfig['responses'][string] => ({
  description,
  ...((schema !== undefined || others.length > 0) && {
    content: {
      ...(schema !== undefined && { [JSON_TYPE]: { schema } }),
      ...Object.fromEntries(others.map((type) => [type, { schema: z.string() }])),
    },
  }),
})

const file = z.any().openapi({ type: 'string', format: 'binary' })

const bodyOf = (fields: Shape, files: readonly string[]) => {
  const schema = z.object({ ...fields })
  const withFiles = schema.extend(Object.fromEntries(files.map((name) => [name, file])))
  return {
    content: {
      ...(files.length === 0 && { [JSON_TYPE]: { schema }, [URLENCODED_TYPE]: { schema } }),
      [MULTIPART_TYPE]: { schema: withFiles },
    },
  }
}

const idParameter = z.int().positive()

const parametersOf = (path: string) =>
  z.object(
    Object.fromEntries(
      Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => [name!, name === 'id' ? idParameter : z.string()]),
    ),
  )

const SECURITY: Readonly<Record<Who, { security?: RouteConfig['security'] & object }>> = {
  user: { security: [{ token: [] }] },
  anyone: { security: [{}, { token: [] }] },
  'nobody in particular': {},
}

/** One operation of the API document. */
export const operationOf = (declared: Documented, method: Method): RouteConfig => {
  const { path, tag, summary, who, query, body, files = [], answers } = declared
  return {
    method,
    path,
    tags: [tag],
    summary,
    ...SECURITY[who],
    request: {
      ...(path.includes('{') && { params: parametersOf(path) }),
      ...(query !== undefined && { query: z.object({ ...query }) }),
      ...(body !== undefined && { body: bodyOf(body, files) }),
    },
    responses: {
      ...problemResponses(refusalsOf(declared)),
      ...Object.fromEntries(answers.map((answer) => [answer.status, answerResponse(answer)])),
    },
  }
}
