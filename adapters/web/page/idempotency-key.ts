import { hexOf } from '#domain/shared/hex.ts'

const KEY_BYTES = 16

/** A new `Idempotency-Key`. Every page can make one: `crypto.randomUUID` is only for those that come over HTTPS. */
export const newIdempotencyKey = (): string => hexOf(crypto.getRandomValues(new Uint8Array(KEY_BYTES)))
