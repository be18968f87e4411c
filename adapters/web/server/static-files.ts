import { parseAccept } from 'hono/utils/accept'
import type { BuiltFile } from './built.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/** A built file in the smallest coding that the client accepts. Its name has a hash in it, so it never changes. */
export const staticFile = (request: Request, file: BuiltFile): Response => {
  const accepted = parseAccept(request.headers.get('Accept-Encoding') ?? '')
  const isAccepted = (coding: string): boolean => accepted.some(({ type, q }) => type.toLowerCase() === coding && q > 0)
  const coding = (['br', 'gzip'] as const).find((one) => file.codings[one] !== undefined && isAccepted(one))
  const bytes = file.codings[coding ?? 'identity']!
  return new Response(request.method === 'HEAD' ? null : bytes, {
    headers: {
      'Content-Type': file.type,
      'Content-Length': String(bytes.length),
      'Cache-Control': FOR_EVER,
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
      ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
    },
  })
}
