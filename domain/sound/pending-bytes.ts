import { joinedBytes } from './joined-bytes.ts'

/** Bytes of a stream that have come and are not used up. However small the chunks are, each byte is copied a few times at most. */
export type PendingBytes = {
  /** Takes a chunk, and says how many bytes there are. */
  readonly add: (chunk: Uint8Array) => number
  /** All of them. */
  readonly all: () => Uint8Array
  /** Lets the first so many go, and says how many of the stream went before those that are left. */
  readonly drop: (bytes: number) => number
}

/** No bytes yet. Chunks that were copied and are needed no more are given to `letGo`. */
export const newPendingBytes = (letGo: (chunk: Uint8Array) => void = () => undefined): PendingBytes => {
  let [chunks, length, gone]: [Uint8Array[], number, number] = [[], 0, 0]
  const all = (): Uint8Array => {
    if (chunks.length === 1) return chunks[0]!
    const joined = joinedBytes(chunks)
    chunks.forEach(letGo)
    chunks = [joined]
    return joined
  }
  return {
    add: (chunk) => {
      chunks.push(chunk)
      return (length += chunk.length)
    },
    all,
    drop: (bytes) => {
      chunks = [all().subarray(bytes)]
      length -= bytes
      return (gone += bytes)
    },
  }
}
