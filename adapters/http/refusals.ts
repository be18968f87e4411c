import type { ResultAsync } from 'neverthrow'
import type { Soundhub } from '#application/soundhub.ts'
import type { IdempotencyKeyMalformed } from '#domain/idempotency/idempotent-request.ts'
import type { TooLarge } from '#application/track/files.ts'

/** A use case's own refusals, or those of every use case of a group. */
type RefusalsOf<Part> = Part extends (...given: never[]) => ResultAsync<unknown, infer Refusal>
  ? Refusal
  : { [Name in keyof Part]: RefusalsOf<Part[Name]> }[keyof Part]

/** Whatever a use case may refuse with; one that learns a new refusal brings it here by itself. */
export type CoreRefusal = RefusalsOf<Omit<Soundhub, 'worker' | 'uploads'>>

/** The bytes are not what their content type says, or broke off. */
export type BodyMalformed = { readonly type: 'BodyMalformed' }
/** Fields beyond what any form here has; files have a limit of their own, `TooLarge`. */
export type BodyTooLarge = { readonly type: 'BodyTooLarge'; readonly maximumBytes: number }
/** A content type or encoding that is not read here. */
export type MediaTypeUnsupported = { readonly type: 'MediaTypeUnsupported' }

/** What only this edge refuses: the core never hears of it. */
export type HttpRefusal =
  | BodyMalformed
  | BodyTooLarge
  | MediaTypeUnsupported
  /** Its first line or a header cannot be read, or the host is missing. */
  | { readonly type: 'RequestMalformed' }
  /** First line and headers together. */
  | { readonly type: 'HeadTooLarge'; readonly maximumBytes: number }
  /** It did not arrive in time. */
  | { readonly type: 'RequestTimeout' }
  /** It has an `Expect` that is not `100-continue`. */
  | { readonly type: 'ExpectationFailed' }
  | { readonly type: 'PathUnknown' }
  | { readonly type: 'MethodNotAllowed'; readonly allowed: readonly string[] }
  | { readonly type: 'RangeNotSatisfiable'; readonly size: number }
  /** A fault of ours. What it was stands in the log under `requestId`. */
  | { readonly type: 'InternalError'; readonly requestId: string }

export type Refusal = CoreRefusal | TooLarge | IdempotencyKeyMalformed | HttpRefusal
export type RefusalType = Refusal['type']
export type RefusalOf<Type extends RefusalType> = Extract<Refusal, { readonly type: Type }>
