import { err, ok } from 'neverthrow'
import { type BlockStream, CHANNELS } from '#domain/sound/block.ts'
import { flacEncoder } from '#domain/sound/flac-encoder.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import type { AudioFault, ByteStream } from './audio.ts'

/** The blocks as a canonical stem: 24-bit FLAC, 48 kHz stereo. `frames` is how many will come; 0 if that is not known. */
export async function* flacBytesOf<Fault>(blocks: BlockStream<Fault>, frames: number): ByteStream<Fault> {
  const encoder = flacEncoder(CHANNELS, { frames })
  for await (const block of blocks) {
    if (block.isErr()) {
      yield err(block.error)
      return
    }
    const bytes = encoder.push(block.value)
    if (bytes.length > 0) yield ok(bytes)
  }
  yield ok(encoder.finish().bytes)
}

/** The blocks of a canonical stem. One that is damaged ends with a fault. */
export async function* flacBlocksOf(bytes: ByteStream): BlockStream<AudioFault> {
  for await (const block of flacBlocks(bytes))
    yield block.mapErr((fault) =>
      fault.type === 'Unavailable' ? fault : { type: 'AudioUndecodable', cause: fault.type },
    )
}
