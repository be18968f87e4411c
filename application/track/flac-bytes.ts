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
export async function* flacBlocksOf<Fault>(bytes: ByteStream<Fault>): BlockStream<Fault | AudioFault> {
  let fault: Fault | null = null
  async function* given(): ByteStream<'aborted'> {
    for await (const chunk of bytes) {
      if (chunk.isErr()) fault = chunk.error
      yield chunk.mapErr(() => 'aborted' as const)
    }
  }
  for await (const block of flacBlocks(given()))
    yield block.mapErr((found): Fault | AudioFault =>
      found === 'aborted' ? fault! : { type: 'AudioUndecodable', cause: found.type },
    )
}
