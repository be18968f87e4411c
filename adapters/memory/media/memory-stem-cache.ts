import { ok, okAsync, ResultAsync } from 'neverthrow'
import type { ByteStream } from '#application/track/audio.ts'
import type { Staging } from '#application/track/staging-and-blob-store.ts'
import type { StemCache } from '#application/track/stem-cache.ts'
import { joined } from './bytes.ts'

async function* inOnePiece(bytes: Uint8Array): ByteStream<never> {
  yield ok(bytes)
}

const gathered = async (bytes: ByteStream): Promise<Uint8Array | null> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) {
    if (chunk.isErr()) return null
    chunks.push(chunk.value)
  }
  return joined(chunks)
}

/** Keeps the stems that were used last, in memory. 0 bytes, the default, keeps none. */
export const memoryStemCache = (staging: Pick<Staging, 'read'>, maximumBytes = 0): StemCache => {
  const kept = new Map<string, Uint8Array>()

  const keep = (pcmSha256: string, bytes: Uint8Array): void => {
    kept.delete(pcmSha256)
    kept.set(pcmSha256, bytes)
    let total = [...kept.values()].reduce((sum, { length }) => sum + length, 0)
    for (const [oldest, { length }] of kept) {
      if (total <= maximumBytes) return
      kept.delete(oldest)
      total -= length
    }
  }

  return {
    prepare: () => okAsync(),
    adopt: (pcmSha256, samples) =>
      ResultAsync.fromSafePromise(maximumBytes > 0 ? gathered(staging.read(samples)) : Promise.resolve(null)).map(
        (bytes) => (bytes === null ? undefined : keep(pcmSha256, bytes)),
      ),
    read: (pcmSha256) => {
      const bytes = kept.get(pcmSha256)
      if (bytes === undefined) return okAsync(null)
      keep(pcmSha256, bytes)
      return okAsync(inOnePiece(bytes))
    },
    async *filling(pcmSha256, bytes) {
      const chunks: Uint8Array[] = []
      for await (const chunk of bytes) {
        if (chunk.isOk() && maximumBytes > 0) chunks.push(chunk.value.slice())
        yield chunk
        if (chunk.isErr()) return
      }
      if (maximumBytes > 0) keep(pcmSha256, joined(chunks))
    },
  }
}
