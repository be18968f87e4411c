import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { UserId } from '../shared/id.ts'
import { after, DAY, type Instant, instant, type Milliseconds, MINUTE } from '../shared/instant.ts'

/**
 * The client's name for a request that must take effect once, however often it is sent
 * (draft-ietf-httpapi-idempotency-key-header): 1 … 255 visible ASCII characters.
 */
export type IdempotencyKey = Brand<string, 'IdempotencyKey'>

/** Keys are scoped to their user. */
export type IdempotentRequestId = { readonly userId: UserId; readonly key: IdempotencyKey }

type Begun = IdempotentRequestId & {
  /** Equal if and only if the requests are. */
  readonly fingerprint: string
  /** Counts attempts; with `begunAt` it identifies the current one. */
  readonly attempt: number
  readonly begunAt: Instant
}

/** The request is being processed. */
export type RunningRequest = Begun & { readonly state: 'running' }

/** The request has taken effect. */
export type FinishedRequest = Begun & {
  readonly state: 'finished'
  /** The id of what it created. */
  readonly made: number
  /** The stored response in the host's own format; `null` until there is one. */
  readonly answer: string | null
}

/** A request that takes effect once, and its result. */
export type IdempotentRequest = RunningRequest | FinishedRequest

/** The key has characters it must not have, or too many. */
export type IdempotencyKeyMalformed = { readonly type: 'IdempotencyKeyMalformed' }
/** The key was used for a different request. */
export type IdempotencyKeyReused = { readonly type: 'IdempotencyKeyReused' }
/** A request with this key is still being processed, or has been taken over by a retry. */
export type IdempotencyKeyInUse = { readonly type: 'IdempotencyKeyInUse' }

/** How long a key is remembered after its first request. */
export const IDEMPOTENCY_KEY_LIFETIME: Milliseconds = DAY
/** How long an attempt may take before a retry takes the request over. */
export const REQUEST_LOCK_TIMEOUT: Milliseconds = 5 * MINUTE
export const MAX_IDEMPOTENCY_KEY_LENGTH = 255
/** The allowed characters, as the source of a regular expression. */
export const KEY_PATTERN = '^[!-~]+$'

const KEY = new RegExp(KEY_PATTERN)

/** Parses the header's value. */
export const parseIdempotencyKey = (raw: string): Result<IdempotencyKey, IdempotencyKeyMalformed> =>
  KEY.test(raw) && raw.length <= MAX_IDEMPOTENCY_KEY_LENGTH
    ? ok(raw as IdempotencyKey)
    : err({ type: 'IdempotencyKeyMalformed' })

/** The first attempt of a request. */
export const newRequest = (
  wanted: IdempotentRequestId & Pick<IdempotentRequest, 'fingerprint'>,
  now: Instant,
): RunningRequest => ({
  userId: wanted.userId,
  key: wanted.key,
  fingerprint: wanted.fingerprint,
  attempt: 1,
  begunAt: now,
  state: 'running',
})

/** Requests that began at this moment or before have expired. */
export const expiryCutoff = (now: Instant): Instant => instant(now - IDEMPOTENCY_KEY_LIFETIME)

/**
 * Decides on a repeated request: returns the finished one; or a new attempt, if the old one has expired or timed out;
 * or refuses.
 */
export const resumeRequest = (
  found: IdempotentRequest,
  coming: RunningRequest,
): Result<IdempotentRequest, IdempotencyKeyReused | IdempotencyKeyInUse> => {
  const now = coming.begunAt
  const takenUp: RunningRequest = { ...coming, attempt: found.attempt + 1 }
  if (found.begunAt <= expiryCutoff(now)) return ok(takenUp)
  if (found.fingerprint !== coming.fingerprint) return err({ type: 'IdempotencyKeyReused' })
  if (found.state === 'finished') return ok(found)
  return after(found.begunAt, REQUEST_LOCK_TIMEOUT) <= now ? ok(takenUp) : err({ type: 'IdempotencyKeyInUse' })
}

/** Whether the stored request is still this attempt, finished or not. */
export const isSameAttempt = (
  stored: IdempotentRequest | null,
  idempotentRequest: IdempotentRequest,
): stored is IdempotentRequest =>
  stored !== null && stored.attempt === idempotentRequest.attempt && stored.begunAt === idempotentRequest.begunAt

/** The finished request. Refused if the attempt was taken over meanwhile. */
export const finishRequest = (
  stored: IdempotentRequest | null,
  idempotentRequest: RunningRequest,
  made: number,
): Result<FinishedRequest, IdempotencyKeyInUse> =>
  isSameAttempt(stored, idempotentRequest) && stored.state === 'running'
    ? ok({ ...stored, state: 'finished', made, answer: null })
    : err({ type: 'IdempotencyKeyInUse' })
