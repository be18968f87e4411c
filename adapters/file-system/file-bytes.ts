import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { err, ok, type Result } from 'neverthrow'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { ByteRange } from '#application/track/staging-and-blob-store.ts'

/** The size of the chunks a file is read in. */
const CHUNK_BYTES = 64 * 1024

/** The size of those in which uploads and samples are read, of which there is much. */
export const SAMPLE_CHUNK_BYTES = 256 * 1024

/**
 * The bytes of a file or of a range of it, read on demand. The file is opened when the first chunk is read, so that an
 * unread stream holds no file open. If the file is gone or too short by then, the stream ends with a fault.
 */
export const fileBytes = (path: string, range?: ByteRange, chunkBytes = CHUNK_BYTES): ByteStream => ({
  [Symbol.asyncIterator]: () => chunks(path, range, chunkBytes, (length) => Buffer.allocUnsafeSlow(length)),
})

/** The samples in a file. A chunk is valid until the next but one is asked for: then its memory is used again. */
export const sampleBytes = (path: string): ByteStream => ({
  [Symbol.asyncIterator]: () => {
    const rooms = Array.from({ length: 3 }, () => Buffer.allocUnsafeSlow(SAMPLE_CHUNK_BYTES))
    const nextRoom = (length: number): Buffer => {
      const room = rooms.shift()!
      rooms.push(room)
      return room.subarray(0, length)
    }
    return chunks(path, undefined, SAMPLE_CHUNK_BYTES, nextRoom)
  },
})

async function* chunks(
  path: string,
  range: ByteRange | undefined,
  chunkBytes: number,
  newRoom: (length: number) => Buffer,
): AsyncGenerator<Result<Uint8Array, Unavailable>> {
  let file: FileHandle | undefined
  let ahead: Promise<Result<Uint8Array, unknown>> | undefined
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    const end = range === undefined ? (await file.stat()).size : range.last + 1
    let at = range?.first ?? 0
    while (at < end) {
      const chunk = await (ahead ?? readAt(file, at, newRoom(Math.min(chunkBytes, end - at))))
      if (chunk.isErr()) throw chunk.error
      if (chunk.value.length === 0) throw new Error(`${path} ends after ${at} bytes, not after ${end}`)
      at += chunk.value.length
      // The disk reads while the last chunk is worked on.
      ahead = at < end ? readAt(file, at, newRoom(Math.min(chunkBytes, end - at))) : undefined
      yield ok(chunk.value)
    }
  } catch (cause) {
    yield err(unavailable('files', cause))
  } finally {
    await ahead
    await file?.close().catch(() => undefined)
  }
}

const readAt = (file: FileHandle, at: number, room: Buffer): Promise<Result<Uint8Array, unknown>> =>
  file.read(room, 0, room.length, at).then(
    ({ bytesRead }) => ok(room.subarray(0, bytesRead)),
    (cause: unknown) => err(cause),
  )
