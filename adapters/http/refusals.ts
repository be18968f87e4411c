import type { ResultAsync } from 'neverthrow'
import type { Soundhub } from '#application/soundhub.ts'
import type { IdempotencyKeyMalformed } from '#domain/idempotency/idempotent-request.ts'
import type { AppendRefusal } from '#application/track/partial-uploads.ts'
import type { TooLarge } from '#application/track/staging-and-blob-store.ts'

/** A use case's own refusals, or those of every use case of a group. */
type RefusalsOf<Part> = Part extends (...given: never[]) => ResultAsync<unknown, infer Refusal>
  ? Refusal
  : { [Name in keyof Part]: RefusalsOf<Part[Name]> }[keyof Part]

/** Those of uploads. What a stream of the host's own refuses is the host's. */
type UploadRefusal = RefusalsOf<Omit<Soundhub['uploads'], 'receive' | 'append'>> | AppendRefusal

/** Every refusal of every use case, derived from their types. */
export type CoreRefusal = RefusalsOf<Omit<Soundhub, 'worker' | 'uploads'>> | UploadRefusal

/** The body does not match its content type, or ended too early. */
export type BodyMalformed = { readonly type: 'BodyMalformed' }
/** The fields are too large. Files have their own limit, `TooLarge`. */
export type BodyTooLarge = { readonly type: 'BodyTooLarge'; readonly maximumBytes: number }
/** The content type or encoding is not supported. */
export type MediaTypeUnsupported = { readonly type: 'MediaTypeUnsupported' }

/** Refusals of the HTTP adapter itself. */
export type HttpRefusal =
  | BodyMalformed
  | BodyTooLarge
  | MediaTypeUnsupported
  /** The request line or a header is malformed, or the host is missing. */
  | { readonly type: 'RequestMalformed' }
  /** Request line and headers together. */
  | { readonly type: 'HeadTooLarge'; readonly maximumBytes: number }
  /** The request did not arrive in time. */
  | { readonly type: 'RequestTimeout' }
  /** The request has an `Expect` other than `100-continue`. */
  | { readonly type: 'ExpectationFailed' }
  | { readonly type: 'PathUnknown' }
  | { readonly type: 'MethodNotAllowed'; readonly allowed: readonly string[] }
  /** A write with the page's cookie, or a login for one, that no page of this server sent. */
  | { readonly type: 'OriginNotAllowed' }
  /** The request speaks another version of tus. */
  | { readonly type: 'UploadVersionUnsupported' }
  | { readonly type: 'RangeNotSatisfiable'; readonly size: number }
  /** This client, or all clients together, have as many event streams open as they may. */
  | { readonly type: 'TooManyStreams' }
  /** An unexpected error, logged under `requestId`. */
  | { readonly type: 'InternalError'; readonly requestId: string }

export type Refusal = CoreRefusal | TooLarge | IdempotencyKeyMalformed | HttpRefusal
export type RefusalType = Refusal['type']
export type RefusalOf<Type extends RefusalType> = Extract<Refusal, { readonly type: Type }>
