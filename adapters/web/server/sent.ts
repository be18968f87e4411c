import { createHash } from 'node:crypto'

/** A strong ETag of a text. */
export const etagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`

/** Whether `If-None-Match` names the ETag: `*`, or a list that is compared weakly (RFC 9110 §13.1.2). */
export const isKnown = (request: Request, etag: string): boolean => {
  const header = request.headers.get('If-None-Match')
  if (header === null) return false
  return header.trim() === '*' || header.match(/"[^"]*"/g)?.some((one) => one === etag) === true
}

/** A text with a type of its own, beside the pages. */
export type Text = {
  readonly type: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

/** No script and no style of it runs, whatever it says, if somebody opens it as a page. */
const POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** Sends a text, or says that it is known. By default caches keep it and ask each time whether it is still right. */
export const sendText = (request: Request, { type, text, headers: more }: Text): Response => {
  const etag = etagOf(text)
  const headers = {
    'Content-Type': type,
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
    ...more,
  }
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : text, { headers })
}

/** A problem (RFC 9457) for programs. */
export const sendProblem = (request: Request, status: 404 | 501, title: string): Response =>
  new Response(request.method === 'HEAD' ? null : JSON.stringify({ type: 'about:blank', title, status }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })

/** There is nothing at this address, or nothing any more. */
export const notFound = (request: Request): Response => sendProblem(request, 404, 'Not Found')
