import { err, ok, safeTry } from 'neverthrow'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { BlobStore } from './staging-and-blob-store.ts'

const FIRST_BYTE = { first: 0, last: 0 }

/** Whether there is a file at the path. Its first byte is read to the end, so that no adapter keeps a stream open. */
export const isStored = ({ blobs }: { readonly blobs: BlobStore }, path: MediaPath): Outcome<boolean> =>
  safeTry(async function* () {
    const blob = yield* blobs.read(path, FIRST_BYTE)
    if (blob === null) return ok(false)
    for await (const chunk of blob.bytes) if (chunk.isErr()) return err(chunk.error)
    return ok(true)
  })
