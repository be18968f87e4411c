import { ResultAsync } from 'neverthrow'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { hexOf } from '#domain/shared/hex.ts'

const computed = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))

/** SHA-256 (FIPS 180-4) in lower-case hex. `what` is unavailable without WebCrypto, such as in a page without TLS. */
export const sha256 = (bytes: Uint8Array<ArrayBuffer>, what: Unavailable['what']): Outcome<string> =>
  ResultAsync.fromPromise(computed(bytes), (cause) => unavailable(what, cause))

/** SHA-256 of the text's UTF-8. */
export const sha256OfText = (text: string, what: Unavailable['what']): Outcome<string> =>
  sha256(new TextEncoder().encode(text), what)
