import type { BuiltFile } from './built.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/** Whether a coding is accepted: named, and not with a quality of 0 (RFC 9110 §12.5.3). */
const accepts = (header: string, coding: string): boolean =>
  header.split(',').some((one) => {
    const [name, ...parameters] = one.trim().toLowerCase().split(';')
    return name!.trim() === coding && !parameters.some((parameter) => /^\s*q=0(?:\.0*)?\s*$/.test(parameter))
  })

/** A built file in the smallest coding that the client accepts. Its name has a hash in it, so it never changes. */
export const staticFile = (request: Request, file: BuiltFile): Response => {
  const accepted = request.headers.get('Accept-Encoding') ?? ''
  const coding = (['br', 'gzip'] as const).find((one) => file.codings[one] !== undefined && accepts(accepted, one))
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
