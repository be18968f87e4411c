import { makeZip, predictLength } from 'client-zip'
import { err, ok } from 'neverthrow'
import { unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'

/** A file of an archive. It is read when its turn comes. */
export type ZipEntry = {
  readonly name: string
  readonly bytes: number
  readonly content: () => ByteStream<unknown>
}

/** A text as a file. */
export const textEntry = (name: string, text: string): ZipEntry => bytesEntry(name, Buffer.from(text, 'utf8'))

/** Bytes as a file. */
export const bytesEntry = (name: string, bytes: Uint8Array): ZipEntry => ({
  name,
  bytes: bytes.length,
  async *content() {
    yield ok(bytes)
  },
})

/** Why an entry broke off, on its way through the library. */
class BrokenOff extends Error {}

async function* unwrapped(bytes: ByteStream<unknown>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of bytes) {
    if (piece.isErr()) throw new BrokenOff('an entry broke off', { cause: piece.error })
    yield piece.value as Uint8Array<ArrayBuffer>
  }
}

/** Size of the archive, which is known before it is made. */
export const zipBytes = (entries: readonly ZipEntry[]): number =>
  Number(predictLength(entries.map(({ name, bytes }) => ({ name, size: bytes }))))

/** The entries as an archive, stored as they are; with ZIP64 where it is needed. It holds no more than a piece of one. */
export async function* zipOf(entries: readonly ZipEntry[]): ByteStream {
  let reading: AsyncGenerator | null = null
  const begun = (content: ZipEntry['content']) => {
    const bytes = unwrapped(content())
    reading = bytes
    return bytes
  }
  const lastModified = new Date()
  const reader = makeZip(
    entries.map(({ name, bytes, content }) => ({
      name,
      size: bytes,
      lastModified,
      input: { [Symbol.asyncIterator]: () => begun(content) },
    })),
  ).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield ok(value)
    }
  } catch (cause) {
    yield err(unavailable('files', cause))
  } finally {
    await reader.cancel().catch(() => undefined)
    // The library lets go of an archive that nobody wants, but not of the entry it was reading.
    await (reading as AsyncGenerator | null)?.return(undefined)
  }
}

/** A small archive at once. */
export const smallZip = async (entries: readonly ZipEntry[]): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = []
  for await (const piece of zipOf(entries)) pieces.push(piece._unsafeUnwrap())
  return Buffer.concat(pieces)
}
