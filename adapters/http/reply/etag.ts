import { hash } from 'node:crypto'

/**
 * Strong: the same tag, the same bytes. SHA-1 as a fingerprint, not as a proof: whoever can make two answers alike has
 * written both. Hashing bytes costs a third of hashing the string they come from.
 */
export const etagOf = (bytes: Uint8Array): string => `"${hash('sha1', bytes, 'base64url')}"`

/** `If-None-Match`: any tag there is, or a list of tags that is compared weakly, RFC 9110 §13.1.2. */
export const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.match(/"[^"]*"/g)?.some((one) => one === etag.replace(/^W\//, '')) === true)
