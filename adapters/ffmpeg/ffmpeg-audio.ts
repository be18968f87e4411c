import { join } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import type {
  AudioDecoder,
  AudioEncoder,
  AudioFault,
  AudioReadiness,
  ByteStream,
  EncodedAudio,
} from '#application/track/audio.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { INPUT, MASTER } from './arguments.ts'
import { closeAttempt, openAttempt, readFile, spool } from './attempt.ts'
import { decodeFirstPossible } from './decode-first-possible.ts'
import { readFileHead } from './file-head.ts'
import { describeFfmpeg, type Ffmpeg } from './find-ffmpeg.ts'
import { NativeRunner } from './native-runner.ts'
import type { InputAborted, FfmpegRunner, RunFault } from './runner.ts'
import { WasmRunner } from './wasm-runner.ts'

type NoFfmpeg = Extract<AudioFault, { type: 'AudioUnavailable' }>

const runnerOf = (ffmpeg: Ffmpeg, milliseconds: number): Result<FfmpegRunner, NoFfmpeg> => {
  switch (ffmpeg.kind) {
    case 'native':
      return ok(new NativeRunner(ffmpeg, milliseconds))
    case 'wasm':
      return ok(new WasmRunner(ffmpeg.core, milliseconds))
    case 'none':
      return err({ type: 'AudioUnavailable', cause: ffmpeg.cause })
  }
}

/** A failed encode is the machine's fault: every block can be encoded, and a retry may succeed. */
const encodingFault = (fault: RunFault): AudioFault => {
  switch (fault.type) {
    case 'NotStarted':
    case 'Failed':
      return { type: 'AudioUnavailable', cause: fault.cause }
    case 'TimedOut':
      return { type: 'AudioUnavailable', cause: `not encoded within ${fault.milliseconds} ms` }
    case 'Unavailable':
      return fault
  }
}

/** The blocks as bytes for the encoder. Keeps the source's fault apart from ffmpeg's own faults. */
class BlockFeed<Fault> {
  fault: { readonly value: Fault } | null = null
  readonly #blocks: BlockStream<Fault>

  constructor(blocks: BlockStream<Fault>) {
    this.#blocks = blocks
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Result<Uint8Array, InputAborted>, void, undefined> {
    for await (const block of this.#blocks) {
      if (block.isErr()) {
        this.fault = { value: block.error }
        yield err({ type: 'InputAborted' })
        return
      }
      const { buffer, byteOffset, byteLength } = block.value
      yield ok(new Uint8Array(buffer, byteOffset, byteLength))
    }
  }
}

export type FfmpegAudioSettings = {
  /** Each attempt works in its own subdirectory, which it removes. */
  readonly folder: string
  /** Time limit of one decode or encode; then ffmpeg is killed. */
  readonly milliseconds?: number
}

const TWO_MINUTES = 120_000

/** Decodes and encodes with ffmpeg, as a process or as WebAssembly. If none was found, each attempt is a fault. */
export class FfmpegAudio implements AudioDecoder, AudioEncoder, AudioReadiness {
  readonly audio: AudioReadiness['audio']
  readonly #runner: Result<FfmpegRunner, NoFfmpeg>
  readonly #folder: string

  constructor(ffmpeg: Ffmpeg, { folder, milliseconds = TWO_MINUTES }: FfmpegAudioSettings) {
    this.#runner = runnerOf(ffmpeg, milliseconds)
    this.#folder = folder
    this.audio = this.#runner.map(() => describeFfmpeg(ffmpeg))
  }

  async *decode(audio: EncodedAudio, { maximumFrames }: { readonly maximumFrames: number }): BlockStream<AudioFault> {
    const attempt = await this.#attempt()
    if (attempt.isErr()) {
      yield err(attempt.error)
      return
    }
    const { directory, runner } = attempt.value
    try {
      const staged = await spool(join(directory, INPUT), audio.bytes)
      if (staged.isErr()) {
        yield err(staged.error)
        return
      }
      const head = await readFileHead(join(directory, INPUT), audio.format)
      if (head.isErr()) yield err(head.error)
      else yield* decodeFirstPossible(runner, directory, { format: audio.format, maximumFrames }, head.value)
    } finally {
      await closeAttempt(directory)
    }
  }

  async *encode<Fault>(blocks: BlockStream<Fault>): ByteStream<AudioFault | Fault> {
    const attempt = await this.#attempt()
    if (attempt.isErr()) {
      yield err(attempt.error)
      return
    }
    const { directory, runner } = attempt.value
    try {
      const feed = new BlockFeed(blocks)
      const encoded = await runner.encode(directory, feed)
      if (feed.fault !== null) yield err(feed.fault.value)
      else if (encoded.isOk()) yield* readFile(join(directory, MASTER))
      else if (encoded.error.type !== 'InputAborted') yield err(encodingFault(encoded.error))
    } finally {
      await closeAttempt(directory)
    }
  }

  async #attempt(): Promise<Result<{ directory: string; runner: FfmpegRunner }, AudioFault>> {
    if (this.#runner.isErr()) return err(this.#runner.error)
    const runner = this.#runner.value
    return await openAttempt(this.#folder).map((directory) => ({ directory, runner }))
  }
}
