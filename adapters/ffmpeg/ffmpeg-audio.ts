import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import type {
  AudioDecoder,
  AudioEncoder,
  AudioFault,
  AudioReadiness,
  ByteStream,
  EncodedAudio,
  MasterRequest,
} from '#application/track/audio.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { INPUT } from './arguments.ts'
import { closeAttempt, openAttempt, spool } from './attempt.ts'
import { encodeMaster } from './encode/encode-master.ts'
import { Source } from './encode/source.ts'
import { describeFfmpeg, type Ffmpeg } from './find-ffmpeg.ts'
import { NativeRunner } from './native-runner.ts'
import type { FfmpegRunner, InputAborted, RunFault } from './runner.ts'
import { Slots } from './slots.ts'
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

/** A failed decode is the file's fault: the bytes are untrusted, and a retry would fail the same way. */
const decodingFault = (fault: RunFault): AudioFault => {
  switch (fault.type) {
    case 'NotStarted':
      return { type: 'AudioUnavailable', cause: fault.cause }
    case 'TimedOut':
      return { type: 'AudioUndecodable', cause: `not decoded within ${fault.milliseconds} ms` }
    case 'Failed':
      return NO_AUDIO_STREAM.test(fault.cause)
        ? { type: 'AudioMissing' }
        : { type: 'AudioUndecodable', cause: fault.cause }
    case 'Unavailable':
      return fault
  }
}

/** A failed encode is the machine's fault: every block can be encoded, and a retry may succeed. */
const encodingFault = (fault: RunFault | InputAborted): AudioFault => {
  switch (fault.type) {
    case 'InputAborted':
      return { type: 'AudioUnavailable', cause: 'the sound broke off' }
    case 'NotStarted':
    case 'Failed':
      return { type: 'AudioUnavailable', cause: fault.cause }
    case 'TimedOut':
      return { type: 'AudioUnavailable', cause: `not encoded within ${fault.milliseconds} ms` }
    case 'Unavailable':
      return fault
  }
}

/** The first `frames` frames. */
async function* firstFrames(frames: number, blocks: BlockStream<RunFault>): BlockStream<RunFault> {
  let remaining = frames * CHANNELS
  if (remaining <= 0) return
  for await (const block of blocks) {
    yield block.map((samples) => samples.subarray(0, remaining))
    if (block.isErr()) return
    remaining -= block.value.length
    if (remaining <= 0) return
  }
}

export type FfmpegAudioSettings = {
  /** Each attempt works in its own subdirectory, which it removes. */
  readonly folder: string
  /** Time limit of one decode or encode; then ffmpeg is killed. */
  readonly milliseconds?: number
  /** How many pieces of MP3 masters are encoded at once; as many as there are processors by default. */
  readonly processors?: number
}

const TWO_MINUTES = 120_000

/** Decodes and encodes with ffmpeg, as a process or as WebAssembly. If none was found, each attempt is a fault. */
export class FfmpegAudio implements AudioDecoder, AudioEncoder, AudioReadiness {
  readonly audio: AudioReadiness['audio']
  readonly #runner: Result<FfmpegRunner, NoFfmpeg>
  readonly #folder: string
  readonly #slots: Slots

  constructor(
    ffmpeg: Ffmpeg,
    { folder, milliseconds = TWO_MINUTES, processors = availableParallelism() }: FfmpegAudioSettings,
  ) {
    this.#slots = new Slots(Math.max(1, processors))
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
      const chunks = runner.decode(directory, { format: audio.format, maximumFrames })
      for await (const block of firstFrames(maximumFrames, waveBlocks(chunks))) yield block.mapErr(decodingFault)
    } finally {
      await closeAttempt(directory)
    }
  }

  async *encode<Fault>(blocks: BlockStream<Fault>, to: MasterRequest): ByteStream<AudioFault | Fault> {
    const attempt = await this.#attempt()
    if (attempt.isErr()) {
      yield err(attempt.error)
      return
    }
    const { directory } = attempt.value
    const source = new Source(blocks)
    try {
      for await (const bytes of encodeMaster({ ...attempt.value, slots: this.#slots }, source, to)) {
        if (source.fault !== null) yield err(source.fault.value)
        else yield bytes.mapErr(encodingFault)
      }
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
