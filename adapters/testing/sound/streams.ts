import { err, ok, type Result } from 'neverthrow'
import type { BlockStream } from '#domain/sound/block.ts'
import type { ByteStream } from '#application/track/audio.ts'

/** A file as a stream of chunks of this size. */
export async function* arriving(file: Uint8Array, pieceBytes = 64 * 1024): ByteStream<never> {
  for (let at = 0; at < file.length; at += pieceBytes) yield ok(file.subarray(at, at + pieceBytes))
}

/** Audio as a stream of blocks of this many frames. */
export async function* playing(stereo: Float32Array, blockFrames = 5000): BlockStream<never> {
  for (let at = 0; at < stereo.length; at += 2 * blockFrames) yield ok(stereo.subarray(at, at + 2 * blockFrames))
}

/** All blocks joined, or the first error. */
export const gatherBlocks = async <Fault>(blocks: BlockStream<Fault>): Promise<Result<Float32Array, Fault>> => {
  const all: Float32Array[] = []
  for await (const block of blocks) {
    if (block.isErr()) return err(block.error)
    all.push(block.value.slice())
  }
  const whole = new Float32Array(all.reduce((length, block) => length + block.length, 0))
  let at = 0
  for (const block of all) {
    whole.set(block, at)
    at += block.length
  }
  return ok(whole)
}
