import { err, type Result } from 'neverthrow'
import type { BlockStream } from '#domain/sound/block.ts'
import type { InputAborted, RunFault } from '../runner.ts'
import { joinedPieces } from './join.ts'
import { PieceEncoder, type PieceWork } from './piece-encoder.ts'
import { writePieceFiles } from './piece-files.ts'
import { pieceCount } from './piece-ranges.ts'

/**
 * Encodes the blocks as MP3, V2, in pieces of a fixed length: each one while the next is still being mixed, and several
 * at once. The frames are those of one encode. Where it is known how many frames come, the first encoders are started before
 * the first block.
 */
export async function* encodeMp3(
  work: PieceWork,
  blocks: BlockStream<InputAborted>,
  frames?: number,
): AsyncGenerator<Result<Uint8Array, RunFault | InputAborted>, void, undefined> {
  const encoder = new PieceEncoder(work)
  if (frames !== undefined && work.runner.abilities.standsBy)
    encoder.standBy(Math.min(pieceCount(frames), 2 * work.slots.count))
  try {
    const samples = await writePieceFiles(work.directory, blocks, (index) => encoder.start(index))
    if (samples.isErr()) {
      yield err(samples.error)
      return
    }
    const pieces = await encoder.finish()
    if (encoder.fault === null) yield* joinedPieces(work.directory, { pieces, samples: samples.value })
    else yield err(encoder.fault)
  } finally {
    await encoder.stop()
  }
}
