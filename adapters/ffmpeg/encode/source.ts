import { err, ok, type Result } from 'neverthrow'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import type { InputAborted } from '../runner.ts'

/** The blocks to encode. Keeps their fault apart from ffmpeg's own, whatever it looks like. */
export class Source<Fault> {
  fault: { readonly value: Fault } | null = null
  readonly #blocks: BlockStream<Fault>

  constructor(blocks: BlockStream<Fault>) {
    this.#blocks = blocks
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Result<StereoBlock, InputAborted>, void, undefined> {
    for await (const block of this.#blocks) {
      if (block.isErr()) {
        this.fault = { value: block.error }
        yield err({ type: 'InputAborted' })
        return
      }
      yield ok(block.value)
    }
  }
}
