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

/** The parts of a request that identify it. Multipart boundaries, for example, do not. */
export type Payload = {
  readonly path: string
  readonly form: Readonly<Record<string, unknown>>
  readonly files: Readonly<Record<string, StagedFile | undefined>>
}

/** The idempotency key of a request; `null` if it has none. */
export const keyIn = (context: HttpContext): Result<IdempotencyKey | null, Refusal> => {
  const raw = context.req.header(KEY_HEADER)
  return raw === undefined ? ok(null) : parseIdempotencyKey(raw)
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : one > other ? 1 : 0

/** Values as a form would have sent them: as text, with its own line breaks. */
const asText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asText)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value
}

/**
 * SHA-256 of the path, the fields and the files' hashes, so that a retry may use another boundary or another kind of
 * body.
 */
export const fingerprintOf = ({ path, form, files }: Payload): string => {
  const hashes = Object.entries(files).map(([name, file]) => [name, file?.sha256] as const)
  const written = [
    path.replace(/\/$/, ''),
    Object.entries(form)
      .map(([name, value]) => [name, asText(value)] as const)
      .toSorted(byName),
    hashes.toSorted(byName),
  ]
  return createHash('sha256').update(JSON.stringify(written)).digest('hex')
}

const written = ({ status, headers, body }: Reply): string => JSON.stringify({ status, headers, body })

const read = (answer: string): Reply => {
  const { status, headers, body } = JSON.parse(answer) as Reply
  return respond(status, body, headers)
}

/** An idempotent request and how to handle it. */
export type IdempotentCall = {
  readonly userId: UserId
  readonly key: IdempotencyKey
  readonly payload: Payload
  /** Handles the request and completes it. */
  readonly act: (idempotentRequest: RunningRequest) => Handled<Refusal>
  /** Builds the response again if the first one was not stored. */
  readonly answerAgain: (made: number) => Handled<Refusal>
}

/**
 * Returns the stored response, or handles the request and stores its response. Refusals are not stored, because nothing
 * took effect: the key is free again.
 */
export const respondIdempotently = async (
  { soundhub }: Pick<HttpDependencies, 'soundhub'>,
  { userId, key, payload, act, answerAgain }: IdempotentCall,
): Promise<Result<Reply, Refusal>> => {
  const begun = await soundhub.idempotency.begin({ userId, key, fingerprint: fingerprintOf(payload) })
  const idempotentRequest = begun.isOk() && begun.value.state === 'running' ? begun.value : null
  // Only a handled request uses its files.
  if (idempotentRequest === null) await discardAll(soundhub, payload.files)
  if (begun.isErr()) return err(begun.error)
  const kept = (reply: Reply): Promise<Reply> =>
    soundhub.idempotency.storeResponse(begun.value, written(reply)).match(read, () => reply)
  if (begun.value.state === 'finished') {
    const { answer, made } = begun.value
    const again = answer === null ? await answerAgain(made) : ok(read(answer))
    if (again.isErr()) return again
    const reply = answer === null ? await kept(again.value) : again.value
    return ok({ ...reply, headers: { ...reply.headers, ...REPLAYED } })
  }
  let done: Result<Reply, Refusal> | null = null
  try {
    done = await act(begun.value)
    return done.isOk() ? ok(await kept(done.value)) : done
  } finally {
    if (done?.isOk() !== true) await soundhub.idempotency.release(begun.value)
  }
}
