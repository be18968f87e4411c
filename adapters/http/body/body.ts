import { Readable } from 'node:stream'
import { err, ok, type Result } from 'neverthrow'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { BodyMalformed, MediaTypeUnsupported } from '../refusals.ts'
import { type HttpContext, nodeBindings } from '../dependencies.ts'
import { type Body, EMPTY, type Fields } from './fields.ts'
import { parseHeader } from './header-parameters.ts'
import { type MultipartDependencies, type MultipartRefusal, readMultipart } from './multipart.ts'
import { parseJson, parseUrlencoded, readSmall } from './small-body.ts'

export type BodyRefusal = MultipartRefusal | InvalidFields

/** The content types a write may have. */
export const JSON_TYPE = 'application/json'
export const URLENCODED_TYPE = 'application/x-www-form-urlencoded'
export const MULTIPART_TYPE = 'multipart/form-data'
/** Of a part of an upload, which is no form. */
export const OFFSET_TYPE = 'application/offset+octet-stream'

const unsupported = err({ type: 'MediaTypeUnsupported' } as const)

/**
 * Whether the request's body is still on the socket. A host's `mount` or middleware may have made a new `Request` of it, or
 * asked for its body: then that stream reads the socket, and nobody else may.
 */
const isOnSocket = (request: Request, incoming: object): boolean => {
  const held = Object.getOwnPropertySymbols(request).map((symbol): unknown => Reflect.get(request, symbol))
  return held.includes(incoming) && !held.some((one) => one instanceof Request)
}

/** The body, straight from the socket if there is one. Tells a client that waits for `100 Continue` to send it. */
const sourceOf = (context: HttpContext): Readable | null => {
  const { incoming, outgoing } = nodeBindings(context)
  if (incoming?.headers.expect?.toLowerCase() === '100-continue') outgoing?.writeContinue()
  if (incoming !== undefined && isOnSocket(context.req.raw, incoming)) return incoming
  const body = context.req.raw.body
  return body === null ? null : Readable.fromWeb(body)
}

const isEncoded = (context: HttpContext): boolean =>
  !['identity', ''].includes(context.req.header('Content-Encoding')?.trim().toLowerCase() ?? '')

/** Stops without destroying a request whose reader stops: that would end the connection before the answer. */
async function* bytesOf(source: Readable | null): ByteStream<BodyMalformed> {
  if (source === null) return
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) yield ok(chunk as Uint8Array)
  } catch {
    yield err({ type: 'BodyMalformed' })
  }
}

/** A body of this type as it arrives. */
export const rawBody = (context: HttpContext, type: string): Result<ByteStream<BodyMalformed>, MediaTypeUnsupported> =>
  parseHeader(context.req.header('Content-Type') ?? '').value === type && !isEncoded(context)
    ? ok(bytesOf(sourceOf(context)))
    : unsupported

const parsed = (read: Result<Buffer, BodyRefusal>, parse: (bytes: Buffer) => Result<Fields, BodyRefusal>) =>
  read.andThen((bytes) => (bytes.length === 0 ? ok(EMPTY) : parse(bytes).map((fields) => ({ fields, files: {} }))))

/** By name. */
export type Wanted = {
  readonly fields: readonly string[]
  /** Those of the fields that may hold objects. */
  readonly nested: readonly string[]
  readonly files: readonly string[]
}

/** Reads the fields and the wanted files of a JSON, urlencoded or multipart request. No body means no fields. */
export const readBody = async (
  deps: MultipartDependencies,
  context: HttpContext,
  { fields, nested, files }: Wanted,
): Promise<Result<Body, BodyRefusal>> => {
  const contentType = context.req.header('Content-Type') ?? ''
  if (isEncoded(context)) return unsupported
  const source = sourceOf(context)
  if (source === null) return ok(EMPTY)
  const { value: type, parameters } = parseHeader(contentType)
  const charset = parameters.get('charset')
  if (type === MULTIPART_TYPE)
    return readMultipart(deps, { source, boundary: parameters.get('boundary') ?? '', charset, wanted: files })
  if (type === URLENCODED_TYPE) return parsed(await readSmall(source), (bytes) => parseUrlencoded(bytes, charset))
  if (type === JSON_TYPE || /^application\/[\w.-]+\+json$/.test(type))
    return parsed(await readSmall(source), (bytes) => parseJson(bytes, { fields, nested }, charset))
  return parsed(await readSmall(source), () => unsupported)
}
