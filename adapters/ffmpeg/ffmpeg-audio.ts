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
import { decodeFirstPossible } from './decode-first-possible.ts'
import { encodeMaster } from './encode/encode-master.ts'
import { Source } from './encode/source.ts'
import { readFileHead } from './file-head.ts'
import { describeFfmpeg, type Ffmpeg } from './find-ffmpeg.ts'
import { NativeRunner } from './native-runner.ts'
import type { FfmpegRunner, InputAborted, RunFault } from './runner.ts'
import { Slots } from './slots.ts'
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
      const head = await readFileHead(join(directory, INPUT), audio.format)
      if (head.isErr()) yield err(head.error)
      else yield* decodeFirstPossible(runner, directory, { format: audio.format, maximumFrames }, head.value)
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
