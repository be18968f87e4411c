import { createHash } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import {
  type IdempotencyKey,
  parseIdempotencyKey,
  type RunningRequest,
} from '#domain/idempotency/idempotent-request.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import type { Handled } from './declaration.ts'
import type { HttpDependencies, HttpContext } from '../dependencies.ts'
import type { Refusal } from '../refusals.ts'
import { type Headers, type Reply, respond } from '../reply/reply.ts'
import { discardAll } from './discard-all.ts'

/** draft-ietf-httpapi-idempotency-key-header. */
export const KEY_HEADER = 'Idempotency-Key'

/** Marks a stored response. */
const REPLAYED: Headers = { 'Idempotency-Replayed': 'true' }

/** What the fingerprint of a request is made of. */
export type Payload = {
  readonly path: string
  readonly form: Readonly<Record<string, unknown>>
  readonly files: Readonly<Record<string, StagedFile | undefined>>
}

/** The idempotency key of a request; `null` if it has none. */
export const idempotencyKeyOf = (context: HttpContext): Result<IdempotencyKey | null, Refusal> => {
  const raw = context.req.header(KEY_HEADER)
  return raw === undefined ? ok(null) : parseIdempotencyKey(raw)
}

const byName = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : left > right ? 1 : 0

/** Makes values of JSON and of forms alike: numbers and booleans become text, CRLF becomes LF. */
const normalized = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normalized)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value
}

/**
 * SHA-256 of the path, the fields and the files' hashes, so that a retry may use another boundary or another kind of
 * body.
 */
export const fingerprintOf = ({ path, form, files }: Payload): string => {
  const hashes = Object.entries(files).map(([name, file]) => [name, file?.sha256] as const)
  const canonical = [
    path.replace(/\/$/, ''),
    Object.entries(form)
      .map(([name, value]) => [name, normalized(value)] as const)
      .toSorted(byName),
    hashes.toSorted(byName),
  ]
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex')
}

const serialized = ({ status, headers, body }: Reply): string => JSON.stringify({ status, headers, body })

const deserialized = (stored: string): Reply => {
  const { status, headers, body } = JSON.parse(stored) as Reply
  return respond(status, body, headers)
}

/** An idempotent request and how to handle it. */
export type IdempotentCall = {
  readonly userId: UserId
  readonly key: IdempotencyKey
  readonly payload: Payload
  /** Handles the request and marks it as finished. */
  readonly handle: (idempotentRequest: RunningRequest) => Handled<Refusal>
  /** Builds the response again if the first left was not stored. */
  readonly rebuildResponse: (made: number) => Handled<Refusal>
}

/**
 * Returns the stored response, or handles the request and stores its response. Refusals are not stored, because nothing
 * was changed; the key may be used again.
 */
export const respondIdempotently = async (
  { soundhub }: Pick<HttpDependencies, 'soundhub'>,
  { userId, key, payload, handle, rebuildResponse }: IdempotentCall,
): Promise<Result<Reply, Refusal>> => {
  const started = await soundhub.idempotency.begin({ userId, key, fingerprint: fingerprintOf(payload) })
  const idempotentRequest = started.isOk() && started.value.state === 'running' ? started.value : null
  // The handler will not run, so nobody else discards the files.
  if (idempotentRequest === null) await discardAll(soundhub, payload.files)
  if (started.isErr()) return err(started.error)
  const store = (reply: Reply): Promise<Reply> =>
    soundhub.idempotency.storeResponse(started.value, serialized(reply)).match(deserialized, () => reply)
  if (started.value.state === 'finished') {
    const { answer, made } = started.value
    const again = answer === null ? await rebuildResponse(made) : ok(deserialized(answer))
    if (again.isErr()) return again
    const reply = answer === null ? await store(again.value) : again.value
    return ok({ ...reply, headers: { ...reply.headers, ...REPLAYED } })
  }
  let done: Result<Reply, Refusal> | null = null
  try {
    done = await handle(started.value)
    return done.isOk() ? ok(await store(done.value)) : done
  } finally {
    if (done?.isOk() !== true) await soundhub.idempotency.release(started.value)
  }
}
