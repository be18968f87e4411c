import { LRUCache } from 'lru-cache'
import { etagOf, sendText, type Text } from '../sent.ts'

/** Texts whose time is remembered. */
const REMEMBERED = 1_000

const A_SECOND = 1_000

type Version = { readonly etag: string; readonly at: number }

/**
 * Sends texts with `Last-Modified`: when this process first saw the text so. What is in a text tells no such time, since
 * taking something out of it changes it as well. `If-Modified-Since` counts if it is exactly that time, and only where
 * there is no `If-None-Match` (RFC 9110 §13.1.3).
 */
export const dated = (now: () => number = Date.now) => {
  const versions = new LRUCache<string, Version>({ max: REMEMBERED })

  const versionOf = (key: string, text: string): Version => {
    const before = versions.get(key)
    const etag = etagOf(text)
    if (before?.etag === etag) return before
    // Two versions of one second would have the same date.
    const version = { etag, at: Math.max(now(), (before?.at ?? 0) + A_SECOND) }
    versions.set(key, version)
    return version
  }

  return (request: Request, key: string, text: Text): Response => {
    const changed = new Date(versionOf(key, text.text).at).toUTCString()
    const headers = { ...text.headers, 'Last-Modified': changed }
    const isUnchanged =
      request.headers.get('If-None-Match') === null && request.headers.get('If-Modified-Since') === changed
    const answer = sendText(request, { ...text, headers })
    return isUnchanged ? new Response(null, { status: 304, headers: answer.headers }) : answer
  }
}
