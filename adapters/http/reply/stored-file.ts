import { createHash } from 'node:crypto'
import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import rangeParser from 'range-parser'
import type { Outcome, Unavailable } from '#application/shared/outcome.ts'
import type { Blob, ByteRange } from '#application/track/staging-and-blob-store.ts'
import { mediaTypeOf } from '#application/track/media-type.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { HttpDependencies, HttpContext, SignMedia } from '../dependencies.ts'
import type { RefusalOf } from '../refusals.ts'
import { dispositionOf } from './download-name.ts'
import { isKnown } from './etag.ts'
import { streamOf } from './media-stream.ts'
import { type Headers, type Reply, respond } from './reply.ts'
import { known } from './send.ts'

/** The content at a path never changes. */
export const FOR_EVER = 'public, max-age=31536000, immutable'

/** A strong ETag: the content at a path never changes. */
const etagOf = (path: string, { size }: Blob): string =>
  `"${createHash('sha256').update(`${path}:${size}`).digest('base64url').slice(0, 27)}"`

/** How a file is served. */
export type Served = {
  /** `Cache-Control`. */
  readonly cached: string
  /** `Vary`, if the same address has several forms. */
  readonly vary?: string
  /** The name to save it under, if it is not to be shown. */
  readonly download: unknown
  /** Whether the client may be sent to where the file is stored, which scripts of other pages may not read. */
  readonly redirects?: boolean
}

/** A file opened on its own is played or shown and can do nothing else. */
const POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const headersOf = (path: string, etag: string, { cached, vary, download }: Served): Headers => {
  const name = nameOf(path)
  return {
    'Content-Type': mediaTypeOf(name),
    'Content-Disposition': dispositionOf(name, download),
    'Content-Security-Policy': POLICY,
    'Cache-Control': cached,
    ...(vary === undefined ? {} : { Vary: vary }),
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Accept-Ranges': 'bytes',
    ETag: etag,
  }
}

type Wanted =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'none' }

/** A suffix range longer than the file is the whole file (RFC 9110 §14.1.2), which the parser gets wrong. */
const atMostAll = (header: string, size: number): string => {
  const suffix = /^bytes=\s*-(\d+)\s*$/.exec(header)
  return suffix !== null && Number(suffix[1]) > size && size > 0 ? 'bytes=0-' : header
}

/** Only single ranges are supported. Several, or an unreadable one, get the whole file, as RFC 9110 §14.2 allows. */
const wantedOf = (context: HttpContext, size: number, etag: string): Wanted => {
  const header = context.req.header('Range')
  const ifRange = context.req.header('If-Range')
  if (header === undefined || context.req.method !== 'GET') return { kind: 'whole' }
  if (ifRange !== undefined && ifRange.trim() !== etag) return { kind: 'whole' }
  const ranges = rangeParser(size, atMostAll(header, size))
  if (ranges === -1) return header.startsWith('bytes=') ? { kind: 'none' } : { kind: 'whole' }
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return { kind: 'whole' }
  return { kind: 'part', range: { first: ranges[0]!.start, last: ranges[0]!.end } }
}

/**
 * Sends the client to where the file is stored. Browsers may take the same way for half of the time that it is open, so that
 * they find in their cache what they have heard; how long the file itself is kept is said there.
 */
const redirect = (sign: SignMedia, context: HttpContext, path: MediaPath, served: Served): Outcome<Reply> => {
  const name = nameOf(path)
  return sign({
    path,
    method: context.req.method === 'HEAD' ? 'HEAD' : 'GET',
    contentType: mediaTypeOf(name),
    disposition: dispositionOf(name, served.download),
    cacheControl: FOR_EVER,
  }).map(({ url, seconds }) =>
    respond(302, null, {
      Location: url,
      'Cache-Control': served.cached === FOR_EVER ? `private, max-age=${Math.floor(seconds / 2)}` : 'no-store',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    }),
  )
}

/** A stored file, or the range of it that was asked for (RFC 9110 §14). */
export const storedFile = (
  { soundhub, log, settings: { signMedia } }: Pick<HttpDependencies, 'soundhub' | 'log' | 'settings'>,
  context: HttpContext,
  path: string,
  served: Served,
): ResultAsync<Reply, RefusalOf<'MediaNotFound' | 'RangeNotSatisfiable'> | Unavailable> =>
  safeTry(async function* () {
    const whole = yield* soundhub.media.read(path)
    if (signMedia !== undefined && served.redirects === true)
      return ok(yield* redirect(signMedia, context, path as MediaPath, served))
    const etag = etagOf(path, whole)
    const headers = headersOf(path, etag, served)
    if (isKnown(etag, context.req.header('If-None-Match'))) return ok(known(headers))
    const wanted = wantedOf(context, whole.size, etag)
    switch (wanted.kind) {
      case 'none':
        return err({ type: 'RangeNotSatisfiable', size: whole.size } as const)
      case 'whole': {
        const body = context.req.method === 'HEAD' ? null : streamOf(whole.bytes, context, log)
        return ok(respond(200, body, { ...headers, 'Content-Length': String(whole.size) }))
      }
      case 'part': {
        const { first, last } = wanted.range
        const part = yield* soundhub.media.read(path, wanted.range)
        return ok(
          respond(206, streamOf(part.bytes, context, log), {
            ...headers,
            'Content-Length': String(last - first + 1),
            'Content-Range': `bytes ${first}-${last}/${whole.size}`,
          }),
        )
      }
    }
  })
