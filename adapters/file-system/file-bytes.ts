import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { err, ok, type Result } from 'neverthrow'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { ByteRange } from '#application/track/staging-and-blob-store.ts'

/** The size of the chunks a file is read in. */
export const CHUNK_BYTES = 64 * 1024

/**
 * The bytes of a file or of a range of it, read on demand. The file is opened when the first chunk is read, so that an
 * unread stream holds no file open. If the file is gone or too short by then, the stream ends with a fault.
 */
export const fileBytes = (path: string, range?: ByteRange, chunkBytes = CHUNK_BYTES): ByteStream => ({
  [Symbol.asyncIterator]: () => chunks(path, range, chunkBytes),
})

async function* chunks(
  path: string,
  range: ByteRange | undefined,
  chunkBytes: number,
): AsyncGenerator<Result<Uint8Array, Unavailable>> {
  let file: FileHandle | undefined
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    const end = range === undefined ? (await file.stat()).size : range.last + 1
    let at = range?.first ?? 0
    while (at < end) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - at))
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
      if (bytesRead === 0) throw new Error(`${path} ends after ${at} bytes, not after ${end}`)
      at += bytesRead
      yield ok(chunk.subarray(0, bytesRead))
    }
  } catch (cause) {
    yield err(unavailable('files', cause))
  } finally {
    await file?.close().catch(() => undefined)
  }
}
