import { err, ok, safeTry } from 'neverthrow'
import { parseMediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Blob, BlobStore, ByteRange } from './staging-and-blob-store.ts'

/** There is no file at this path. */
export type MediaNotFound = { readonly type: 'MediaNotFound'; readonly path: string }

/** The file at a path that a client sent, or a range of it. */
export const readMedia =
  (deps: { readonly blobs: BlobStore }) =>
  (raw: string, range?: ByteRange): Outcome<Blob, MediaNotFound> =>
    safeTry(async function* () {
      const notFound = { type: 'MediaNotFound', path: raw } as const
      const path = parseMediaPath(raw)
      if (path === null) return err(notFound)
      const blob = yield* deps.blobs.read(path, range)
      return blob === null ? err(notFound) : ok(blob)
    })
