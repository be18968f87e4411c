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
import type { BlockStream } from '#domain/mix/mixer.ts'
import { INPUT, MASTER } from './arguments.ts'
import { closeAttempt, openAttempt, readFile, spool } from './attempt.ts'
import { describeFfmpeg, type Ffmpeg } from './find-ffmpeg.ts'
import { NativeRunner } from './native-runner.ts'
import type { BrokenOff, FfmpegRunner, RunFault } from './runner.ts'
import { waveBlocks } from './wave-blocks.ts'
import { WasmRunner } from './wasm-runner.ts'

const CHANNELS = 2

const NO_AUDIO_STREAM = /Stream map '0:a:0' matches no streams/

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

/** A decoder gives up because of the bytes: they are a stranger's, and trying again ends the same way. */
const whileDecoding = (fault: RunFault): AudioFault => {
  switch (fault.type) {
    case 'NotStarted':
      return { type: 'AudioUnavailable', cause: fault.cause }
    case 'TimedOut':
      return { type: 'AudioUndecodable', cause: `not decoded within ${fault.milliseconds} ms` }
    case 'GaveUp':
      return NO_AUDIO_STREAM.test(fault.cause)
        ? { type: 'AudioMissing' }
        : { type: 'AudioUndecodable', cause: fault.cause }
    case 'Unavailable':
      return fault
  }
}

/** An encoder gives up because of the machine: every block can be encoded, and trying again may well go better. */
const whileEncoding = (fault: RunFault): AudioFault => {
  switch (fault.type) {
    case 'NotStarted':
    case 'GaveUp':
      return { type: 'AudioUnavailable', cause: fault.cause }
    case 'TimedOut':
      return { type: 'AudioUnavailable', cause: `not encoded within ${fault.milliseconds} ms` }
    case 'Unavailable':
      return fault
  }
}

/** The first so many frames. */
async function* upTo(frames: number, blocks: BlockStream<RunFault>): BlockStream<RunFault> {
  let left = frames * CHANNELS
  if (left <= 0) return
  for await (const block of blocks) {
    yield block.map((samples) => samples.subarray(0, left))
    if (block.isErr()) return
    left -= block.value.length
    if (left <= 0) return
  }
}

/** Blocks as the bytes an encoder is fed. Their fault is kept here, so that no fault of a run is taken for it. */
class BlockFeed<Fault> {
  fault: { readonly value: Fault } | null = null
  readonly #blocks: BlockStream<Fault>

  constructor(blocks: BlockStream<Fault>) {
    this.#blocks = blocks
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Result<Uint8Array, BrokenOff>, void, undefined> {
    for await (const block of this.#blocks) {
      if (block.isErr()) {
        this.fault = { value: block.error }
        yield err({ type: 'BrokenOff' })
        return
      }
      const { buffer, byteOffset, byteLength } = block.value
      yield ok(new Uint8Array(buffer, byteOffset, byteLength))
    }
  }
}

export type FfmpegAudioSettings = {
  /** Every attempt has a directory of its own in this one, and leaves nothing in it. */
  readonly folder: string
  /** How long ffmpeg may be waited for in one decode or encode; then it is killed. */
  readonly milliseconds?: number
}

const TWO_MINUTES = 120_000

/** Decodes and encodes with the ffmpeg that was found: a process, WebAssembly, or none, which is a fault of each attempt. */
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
      const pieces = runner.decode(directory, { format: audio.format, maximumFrames })
      for await (const block of upTo(maximumFrames, waveBlocks(pieces))) yield block.mapErr(whileDecoding)
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
      else if (encoded.error.type !== 'BrokenOff') yield err(whileEncoding(encoded.error))
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
