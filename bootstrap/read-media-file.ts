import { buffer } from 'node:stream/consumers'
import type { MediaFile } from '#adapters/web/server/share/site.ts'
import type { Soundhub } from '#application/soundhub.ts'
import type { ByteStream } from '#application/track/audio.ts'

async function* piecesOf(bytes: ByteStream): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    if (piece.isErr()) throw new Error('a file broke off', { cause: piece.error })
    yield piece.value
  }
}

/** Reads stored files for the page: the size at once, and the whole only if it is asked for. An outage throws. */
export const readMediaFile =
  ({ media }: Pick<Soundhub, 'media'>) =>
  async (path: string): Promise<MediaFile | null> => {
    // One byte tells the size as well, and leaves no stream open.
    const first = await media.read(path, { first: 0, last: 0 })
    if (first.isErr()) {
      if (first.error.type === 'MediaNotFound') return null
      throw new Error('a file could not be read', { cause: first.error })
    }
    await buffer(piecesOf(first.value.bytes))
    return {
      bytes: first.value.size,
      text: async () => {
        const whole = await media.read(path)
        if (whole.isErr()) throw new Error('a file could not be read', { cause: whole.error })
        return (await buffer(piecesOf(whole.value.bytes))).toString('utf8')
      },
    }
  }
