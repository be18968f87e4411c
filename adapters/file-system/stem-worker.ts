/** A thread that decodes stems into files of samples. */
import { on } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import { ok, type Result } from 'neverthrow'
import { FRAME_BYTES } from '#domain/sound/block.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'

/** A stem of so many frames, and the file that is made of it. */
export type StemRequest = {
  /** Brings chunks of the stem, and `null` at its end. Each chunk is answered when it is used up. */
  readonly port: MessagePort
  readonly frames: number
  readonly path: string
}

async function* chunksOf(port: MessagePort): AsyncGenerator<Result<Uint8Array, never>, void, undefined> {
  for await (const [chunk] of on(port, 'message', { close: ['close'] }) as AsyncIterable<[Uint8Array | null]>) {
    if (chunk === null) return
    yield ok(chunk)
    port.postMessage(null)
  }
}

/** Writes the samples as 32-bit floats. Rejects, with half a file, if the stem is damaged or of another length. */
export default async ({ port, frames, path }: StemRequest): Promise<void> => {
  const file = openSync(path, 'wx')
  try {
    let written = 0
    for await (const block of flacBlocks(chunksOf(port))) {
      if (block.isErr()) throw new Error(block.error.type)
      const { buffer, byteOffset, byteLength } = block.value
      for (let at = 0; at < byteLength;) at += writeSync(file, new Uint8Array(buffer, byteOffset + at, byteLength - at))
      written += byteLength
    }
    if (written !== frames * FRAME_BYTES) throw new Error(`decoded to ${written} bytes, not ${frames * FRAME_BYTES}`)
  } finally {
    closeSync(file)
    port.close()
  }
}
