import { type RouteConfig, z } from '@hono/zod-openapi'
import { MASTER_FORMATS } from '#domain/mix/master-format.ts'
import { UPLOAD_ID_PATTERN } from '#domain/track/partial-upload.ts'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { KEY_PATTERN, MAX_IDEMPOTENCY_KEY_LENGTH } from '#domain/idempotency/idempotent-request.ts'
import { MAX_ID } from '#domain/shared/id.ts'
import { JSON_TYPE, MULTIPART_TYPE, URLENCODED_TYPE } from '../body/body.ts'
import type { Answer, Method, Shape } from '../endpoint/declaration.ts'
import type { Access } from '../endpoint/authorization.ts'
import { KEY_HEADER } from '../endpoint/idempotency.ts'
import { TRACK_UPLOAD } from '../endpoint/track-upload.ts'
import { isSafe } from '../endpoint/own-origin.ts'
import type { RefusalType } from '../refusals.ts'
import { answerResponse, PAGE_TYPE, problemResponses } from './responses.ts'

type Documented = {
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly access: Access
  readonly query?: Shape
  readonly body?: Shape
  readonly headers?: Shape
  readonly files?: readonly string[]
  readonly track?: string
  readonly streams?: string
  readonly idempotent?: unknown
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

const IDEMPOTENCY_REFUSALS: readonly RefusalType[] = [
  'IdempotencyKeyMalformed',
  'IdempotencyKeyReused',
  'IdempotencyKeyInUse',
]

/** Every refusal an endpoint may respond with. */
const refusalsOf = (
  { access, body, path, idempotent, refuses }: Documented,
  method: Method,
): readonly RefusalType[] => [
  ...refuses,
  ...(isSafe(method.toUpperCase()) ? [] : (['OriginNotAllowed'] as const)),
  ...(access === 'anonymous' ? [] : (['NotAuthenticated'] as const)),
  ...(body === undefined ? [] : BODY_REFUSALS),
  ...(idempotent === undefined ? [] : IDEMPOTENCY_REFUSALS),
  ...(path.includes('{') ? (['PathUnknown'] as const) : []),
  'Unavailable',
  'InternalError',
]

/** Whether the response has an ETag, unless it is `no-store`. */
const hasEtag = ({ status }: Answer): boolean => status === 200

const file = z.custom<unknown>().openapi({ type: 'string', format: 'binary' })

/** A file part that may also be an empty text, which removes the file. */
const fileOrNone = file.optional().openapi({ description: 'The file; an empty text removes it' })

/** Marks non-optional fields as required, which `z.unknown()` does not. */
const objectOf = (shape: Shape) =>
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

/** A file part in whose place an upload may be named. */
const fileOrUpload = file.optional().openapi({ description: `The file, unless \`${TRACK_UPLOAD}\` names one` })

const bodyOf = (method: Method, fields: Shape, files: readonly string[], track: string | undefined) => {
  const schema = objectOf(fields)
  // A file part that is also a field is optional, and the field may be sent in any body.
  const isOptional = (name: string) => name in fields || name === track
  const parts = files.map((name) => [name, name === track ? fileOrUpload : isOptional(name) ? fileOrNone : file])
  const withFiles = objectOf({ ...fields, ...Object.fromEntries(parts) })
  return {
    // A client that cannot send one with a DELETE may leave it out.
    required: method !== 'delete',
    content: {
      // A generated client has the types of the first one: that with the track.
      ...(track !== undefined && { [MULTIPART_TYPE]: { schema: withFiles } }),
      ...(files.every(isOptional) && { [JSON_TYPE]: { schema }, [URLENCODED_TYPE]: { schema } }),
      [MULTIPART_TYPE]: { schema: withFiles },
    },
  }
}

/** A body that is no form. */
const streamOf = (type: string) => ({ required: true, content: { [type]: { schema: file } } })

const anyOf = (words: readonly string[]): string => `^(?:${words.join('|')})$`

/** Path parameters by name. */
const PARAMETERS: Shape = {
  id: z.int().min(1).max(MAX_ID),
  upload: z.string().openapi({ pattern: UPLOAD_ID_PATTERN }),
  proposal: z.int().min(1).max(MAX_ID),
  genre: z.string().openapi({ pattern: anyOf(GENRES), example: GENRES[0] }),
  format: z.string().openapi({ pattern: anyOf(MASTER_FORMATS), example: 'flac' }),
  instrument: z.string().openapi({ pattern: anyOf(INSTRUMENTS), example: INSTRUMENTS[0] }),
}

const parametersOf = (path: string) =>
  z.object(
    Object.fromEntries(Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => [name!, PARAMETERS[name!] ?? z.string()])),
  )

const SECURITY: Readonly<Record<Access, { security?: RouteConfig['security'] & object }>> = {
  user: { security: [{ token: [] }, { bearer: [] }, { cookie: [] }] },
  anyone: { security: [{}, { token: [] }, { bearer: [] }, { cookie: [] }] },
  anonymous: {},
}

const pascal = (words: string): string =>
  words.replaceAll(/(?:^|[^A-Za-z0-9])([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase())

/** The operation id: `PATCH /post/{id}/mix` is `patchPostByIdMix`. Dashes are spelled out to keep ids unique. */
const nameOf = (method: Method, path: string): string => {
  const words = path.replaceAll('-', '-dash-').replaceAll(/\{(\w+)\}/g, 'by-$1')
  return `${method}${pascal(words).replace(/[^A-Za-z0-9]/g, '') || 'Root'}`
}

const IDEMPOTENCY_HEADERS = z.object({
  [KEY_HEADER]: z.string().optional().openapi({
    description:
      'Chosen by the client, the same for every retry: however often the request is sent within a day, it takes effect once and gets the same response',
    pattern: KEY_PATTERN,
    minLength: 1,
    maxLength: MAX_IDEMPOTENCY_KEY_LENGTH,
    example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
  }),
})

/** An operation of the API document. */
export const operationOf = (declared: Documented, method: Method): RouteConfig => {
  const { path, tag, summary, description, access, query, body, headers, files = [], idempotent, answers } = declared
  const { track, streams } = declared
  const refused = refusalsOf(declared, method)
  const isLimited = refused.includes('TooManyAttempts')
  const hasPages = answers.some(({ others = [] }) => others.includes(PAGE_TYPE) && answers.length === 1)
  return {
    method,
    path,
    tags: [tag],
    operationId: nameOf(method, path),
    summary,
    ...(description !== undefined && { description }),
    ...SECURITY[access],
    request: {
      ...(path.includes('{') && { params: parametersOf(path) }),
      ...(query !== undefined && { query: parameters(query) }),
      ...(idempotent !== undefined && { headers: IDEMPOTENCY_HEADERS }),
      ...(headers !== undefined && { headers: parameters(headers) }),
      ...(body !== undefined && { body: bodyOf(method, body, files, track) }),
      ...(streams !== undefined && { body: streamOf(streams) }),
    },
    responses: {
      ...problemResponses(refused, { hasPages, isLimited }),
      ...(method === 'get' && answers.some(hasEtag) && { 304: { description: 'Not modified' } }),
      ...Object.fromEntries(answers.map((answer) => [answer.status, answerResponse(answer, isLimited)])),
    },
  }
}
