import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { err, ok, type Result } from 'neverthrow'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { ByteRange } from '#application/track/files.ts'

/** The most that is held of a file while it is read. */
export const PIECE_BYTES = 64 * 1024

/**
 * The file's bytes, or those of a range, read as they are asked for. It is opened when the first piece is asked for, so
 * that a stream nobody reads holds nothing open; a file that has gone or is too short by then ends it with a fault.
 */
export const fileBytes = (path: string, range?: ByteRange): ByteStream => ({
  [Symbol.asyncIterator]: () => pieces(path, range),
})

async function* pieces(path: string, range?: ByteRange): AsyncGenerator<Result<Uint8Array, Unavailable>> {
  let file: FileHandle | undefined
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    const end = range === undefined ? (await file.stat()).size : range.last + 1
    let at = range?.first ?? 0
    while (at < end) {
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, end - at))
      const { bytesRead } = await file.read(piece, 0, piece.length, at)
      if (bytesRead === 0) throw new Error(`${path} ends after ${at} bytes, not after ${end}`)
      at += bytesRead
      yield ok(piece.subarray(0, bytesRead))
    }
  } catch (cause) {
    yield err(unavailable('files', cause))
  } finally {
    await file?.close().catch(() => undefined)
  }
}
