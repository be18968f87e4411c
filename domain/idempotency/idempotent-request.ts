import { err, ok, type Result } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { UserId } from '../shared/id.ts'
import { after, DAY, type Instant, instant, type Milliseconds, MINUTE } from '../shared/instant.ts'

/** What a client calls one thing it wants done once, however often it asks: 1 … 255 visible ASCII characters. */
export type IdempotencyKey = Brand<string, 'IdempotencyKey'>

/** A key is its user's: two users may use the same one. */
export type IdempotentRequestId = { readonly userId: UserId; readonly key: IdempotencyKey }

type Begun = IdempotentRequestId & {
  /** Equal for equal requests, and only for those. */
  readonly fingerprint: string
  /** Counts who took the run up; with `begunAt` it tells one who did from the next. */
  readonly attempt: number
  readonly begunAt: Instant
}

/** Somebody is at it. */
export type RunningRequest = Begun & { readonly state: 'running' }

/** It was done, once. */
export type FinishedRequest = Begun & {
  readonly state: 'finished'
  /** The id of what was made. */
  readonly made: number
  /** What was answered, in the host's own words; `null` until the first answer is kept. */
  readonly answer: string | null
}

/** One thing that is done once, and what came of it. */
export type IdempotentRequest = RunningRequest | FinishedRequest

/** No key is written so. */
export type IdempotencyKeyMalformed = { readonly type: 'IdempotencyKeyMalformed' }
/** The key stands for another request already. */
export type IdempotencyKeyReused = { readonly type: 'IdempotencyKeyReused' }
/** A request with this key is at work, or has taken the work over. */
export type IdempotencyKeyInUse = { readonly type: 'IdempotencyKeyInUse' }

/** How long what came of a key is known, from its first request on. */
export const IDEMPOTENCY_KEY_LIFETIME: Milliseconds = DAY
/** How long somebody who began is believed to be at it; a request that takes longer has lost the run. */
export const REQUEST_LOCK_TIMEOUT: Milliseconds = 5 * MINUTE
export const MAX_IDEMPOTENCY_KEY_LENGTH = 255
/** The source of a regular expression for its characters. */
export const KEY_PATTERN = '^[!-~]+$'

const KEY = new RegExp(KEY_PATTERN)

/** The key in the characters of the header. */
export const parseIdempotencyKey = (raw: string): Result<IdempotencyKey, IdempotencyKeyMalformed> =>
  KEY.test(raw) && raw.length <= MAX_IDEMPOTENCY_KEY_LENGTH
    ? ok(raw as IdempotencyKey)
    : err({ type: 'IdempotencyKeyMalformed' })

/** The run of somebody who comes first. */
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

/** Runs that began at this moment or before are forgotten. */
export const expiryCutoff = (now: Instant): Instant => instant(now - IDEMPOTENCY_KEY_LIFETIME)

/**
 * What somebody who comes later finds: what was done; the run itself, to take up, where it is forgotten or whoever began it
 * is not believed any more; or why neither.
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

/** Whether what is stored is still this run, whoever has finished it. */
export const isSameAttempt = (
  stored: IdempotentRequest | null,
  idempotentRequest: IdempotentRequest,
): stored is IdempotentRequest =>
  stored !== null && stored.attempt === idempotentRequest.attempt && stored.begunAt === idempotentRequest.begunAt

/** The run with what it made. Who has lost it meanwhile makes nothing. */
export const finishRequest = (
  stored: IdempotentRequest | null,
  idempotentRequest: RunningRequest,
  made: number,
): Result<FinishedRequest, IdempotencyKeyInUse> =>
  isSameAttempt(stored, idempotentRequest) && stored.state === 'running'
    ? ok({ ...stored, state: 'finished', made, answer: null })
    : err({ type: 'IdempotencyKeyInUse' })
