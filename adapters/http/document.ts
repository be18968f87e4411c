import { type RouteConfig, z } from '@hono/zod-openapi'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { KEY_PATTERN, LONGEST_IDEMPOTENCY_KEY } from '#domain/idempotency/run.ts'
import { LARGEST_ID } from '#domain/shared/id.ts'
import { JSON_TYPE, MULTIPART_TYPE, URLENCODED_TYPE } from './body/body.ts'
import type { Answer, Method, Shape } from './declaration.ts'
import type { Who } from './authorization.ts'
import { KEY_HEADER } from './once.ts'
import { problemSchema } from './problems/problem.ts'
import { PROBLEMS } from './problems/table.ts'
import type { RefusalType } from './refusals.ts'

type Documented = {
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly who: Who
  readonly query?: Shape
  readonly body?: Shape
  readonly files?: readonly string[]
  readonly once?: unknown
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

const ONCE_REFUSALS: readonly RefusalType[] = ['IdempotencyKeyMalformed', 'IdempotencyKeyReused', 'IdempotencyKeyInUse']

/** Every refusal an endpoint of this kind can answer with. */
export const refusalsOf = ({ who, body, path, once, refuses }: Documented): readonly RefusalType[] => [
  ...refuses,
  ...(who === 'nobody in particular' ? [] : (['NotAuthenticated'] as const)),
  ...(body === undefined ? [] : BODY_REFUSALS),
  ...(once === undefined ? [] : ONCE_REFUSALS),
  ...(path.includes('{') ? (['PathUnknown'] as const) : []),
  'Unavailable',
  'InternalError',
]

const PAGE_TYPE = 'text/html'

/** The problems under one status. Where a browser is answered with pages, it is told of them by a page. */
const problemResponse = (status: number, types: readonly RefusalType[], hasPages: boolean) => {
  const codes = types.map((type) => PROBLEMS[type].code)
  const schema = problemSchema.extend({ status: z.literal(status), code: z.enum(codes) })
  return {
    description: codes.join(', '),
    content: { 'application/problem+json': { schema }, ...(hasPages && { [PAGE_TYPE]: { schema: z.string() } }) },
  }
}

const problemResponses = (refusals: readonly RefusalType[], hasPages: boolean): RouteConfig['responses'] =>
  Object.fromEntries(
    [...Map.groupBy(new Set(refusals), (type) => PROBLEMS[type].status)].map(([status, types]) => [
      status,
      problemResponse(status, types, hasPages),
    ]),
  )

const answerResponse = ({ description, schema, others = [] }: Answer): RouteConfig['responses'][string] => ({
  description,
  ...((schema !== undefined || others.length > 0) && {
    content: {
      ...(schema !== undefined && { [JSON_TYPE]: { schema } }),
      ...Object.fromEntries(others.map((type) => [type, { schema: z.string() }])),
    },
  }),
})

/** An answer that has an ETag, unless it is not to be kept. */
const mayBeKnown = ({ status }: Answer): boolean => status === 200

const file = z.custom<unknown>().openapi({ type: 'string', format: 'binary' })

/** A part that may come as text too: that takes the file away. */
const fileOrNone = file.optional().openapi({ description: 'The file; an empty text takes it away' })

/** What is not optional is required: `z.unknown()` by itself would take `undefined`, and say so. */
const named = (shape: Shape) =>
  z.object({ ...shape }).openapi({
    required: Object.keys(shape).filter((name) => !(shape[name] instanceof z.ZodOptional)),
  })

const parameters = (shape: Shape) =>
  z.object(
    Object.fromEntries(
      Object.entries(shape).map(([name, schema]) => [
        name,
        schema.openapi({ param: { required: !(schema instanceof z.ZodOptional) } }),
      ]),
    ),
  )

const bodyOf = (fields: Shape, files: readonly string[]) => {
  const schema = named(fields)
  // A file whose name is a field's too may be left out, and the field may come in any body.
  const isOptional = (name: string) => name in fields
  const parts = files.map((name) => [name, isOptional(name) ? fileOrNone : file])
  const withFiles = named({ ...fields, ...Object.fromEntries(parts) })
  return {
    required: true,
    content: {
      ...(files.every(isOptional) && { [JSON_TYPE]: { schema }, [URLENCODED_TYPE]: { schema } }),
      [MULTIPART_TYPE]: { schema: withFiles },
    },
  }
}

const anyOf = (words: readonly string[]): string => `^(?:${words.join('|')})$`

/** What stands in a path, by name. */
const PARAMETERS: Shape = {
  id: z.int().min(1).max(LARGEST_ID),
  genre: z.string().openapi({ pattern: anyOf(GENRES), example: GENRES[0] }),
  instrument: z.string().openapi({ pattern: anyOf(INSTRUMENTS), example: INSTRUMENTS[0] }),
}

const parametersOf = (path: string) =>
  z.object(
    Object.fromEntries(Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => [name!, PARAMETERS[name!] ?? z.string()])),
  )

const SECURITY: Readonly<Record<Who, { security?: RouteConfig['security'] & object }>> = {
  user: { security: [{ token: [] }, { bearer: [] }] },
  anyone: { security: [{}, { token: [] }, { bearer: [] }] },
  'nobody in particular': {},
}

const pascal = (words: string): string =>
  words.replaceAll(/(?:^|[^A-Za-z0-9])([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase())

/** What the call is named in a client: `PATCH /post/{id}/mix` is `patchPostByIdMix`. A dash is named, an underscore is not. */
const nameOf = (method: Method, path: string): string => {
  const words = path.replaceAll('-', '-dash-').replaceAll(/\{(\w+)\}/g, 'by-$1')
  return `${method}${pascal(words).replace(/[^A-Za-z0-9]/g, '') || 'Root'}`
}

const ONCE_HEADERS = z.object({
  [KEY_HEADER]: z.string().optional().openapi({
    description:
      'Of your own making, the same for every attempt: however often it is sent within a day, it is done once and answered alike',
    pattern: KEY_PATTERN,
    minLength: 1,
    maxLength: LONGEST_IDEMPOTENCY_KEY,
    example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
  }),
})

/** One operation of the API document. */
export const operationOf = (declared: Documented, method: Method): RouteConfig => {
  const { path, tag, summary, description, who, query, body, files = [], once, answers } = declared
  const hasPages = answers.some(({ others = [] }) => others.includes(PAGE_TYPE) && answers.length === 1)
  return {
    method,
    path,
    tags: [tag],
    operationId: nameOf(method, path),
    summary,
    ...(description !== undefined && { description }),
    ...SECURITY[who],
    request: {
      ...(path.includes('{') && { params: parametersOf(path) }),
      ...(query !== undefined && { query: parameters(query) }),
      ...(once !== undefined && { headers: ONCE_HEADERS }),
      ...(body !== undefined && { body: bodyOf(body, files) }),
    },
    responses: {
      ...problemResponses(refusalsOf(declared), hasPages),
      ...(method === 'get' && answers.some(mayBeKnown) && { 304: { description: 'The client has it already' } }),
      ...Object.fromEntries(answers.map((answer) => [answer.status, answerResponse(answer)])),
    },
  }
}
