const KEY_BYTES = 16

/** A new `Idempotency-Key`. Every page can make one: `crypto.randomUUID` is only for those that come over HTTPS. */
export const newIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('')
