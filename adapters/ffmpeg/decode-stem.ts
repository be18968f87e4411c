import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import { FRAME_BYTES } from '#domain/sound/block.ts'
import { INPUT, QUIET } from './arguments.ts'
import { filesUnavailable, spool } from './attempt.ts'
import type { Job } from './encode-arguments.ts'
import type { FfmpegRunner, RunFault } from './runner.ts'
import { Slots } from './slots.ts'

/** Stems that one run decodes at most. Starting ffmpeg takes a third as long as decoding one. */
const MOST_AT_ONCE = 4

const inputName = (index: number): string => `${INPUT}-${index}`
const stemName = (index: number): string => `stem-${index}`

/** One run may read several stems: all were encoded here, and are nobody's upload any more. */
const stemsJob = (stems: readonly { readonly bytes: number }[]): Job => ({
  arguments: [
    [...QUIET, '-protocol_whitelist', 'file', '-format_whitelist', 'flac', '-codec_whitelist', 'flac'],
    ...stems.flatMap((_, index) => [['-threads', '1', '-f', 'flac', '-i', `file:${inputName(index)}`]]),
    ...stems.flatMap((_, index) => [
      ['-map', `${index}:a:0`, '-map_metadata', '-1', '-threads', '1'],
      ['-c:a', 'pcm_f32le', '-f', 'f32le', `file:${stemName(index)}`],
    ]),
  ].flat(),
  reads: stems.map((_, index) => inputName(index)),
  writes: stems.map((_, index) => stemName(index)),
  maximumBytes: Math.max(...stems.map(({ bytes }) => bytes)),
})

/** What a file of another length is: damaged, or another stem's. */
const otherLength = (found: number, expected: number): RunFault => ({
  type: 'Failed',
  cause: `decoded to ${found} bytes instead of ${expected}`,
})

type Decoded = Result<void, RunFault | Unavailable>

/** A stem that lies in a directory of its own and waits to be decoded. */
type Waiting = {
  readonly directory: string
  readonly bytes: number
  readonly path: string
  readonly done: (decoded: Decoded) => void
}

/** Moves a decoded stem to where it is wanted, if it is whole. */
const taken = async (file: string, { bytes, path }: Waiting): Promise<Decoded> => {
  const found = await ResultAsync.fromPromise(stat(file), filesUnavailable)
  if (found.isErr()) return err(found.error)
  if (found.value.size !== bytes) return err(otherLength(found.value.size, bytes))
  return await ResultAsync.fromPromise(rename(file, path), filesUnavailable).andThen(() => ok())
}

/** Decodes stems in the directory of the first. Of several, a damaged one would spoil the others, so each is tried alone then. */
const decodeAll = async (runner: FfmpegRunner, stems: readonly Waiting[]): Promise<readonly Decoded[]> => {
  const [first] = stems
  if (first === undefined) return []
  const { directory } = first
  const moved = stems.map((stem, at) => rename(join(stem.directory, INPUT), join(directory, inputName(at))))
  const staged = await ResultAsync.fromPromise(Promise.all(moved), filesUnavailable)
  if (staged.isErr()) return stems.map(() => err(staged.error))
  const decoded = await runner.run(directory, stemsJob(stems), new AbortController().signal)
  if (decoded.isOk())
    return await Promise.all(stems.map((stem, index) => taken(join(directory, stemName(index)), stem)))
  if (stems.length === 1 || decoded.error.type !== 'Failed') return stems.map(() => err(decoded.error))
  const back = stems.map((stem, at) => rename(join(directory, inputName(at)), join(stem.directory, INPUT)))
  const unstaged = await ResultAsync.fromPromise(Promise.all(back), filesUnavailable)
  if (unstaged.isErr()) return stems.map(() => err(unstaged.error))
  const alone: Decoded[] = []
  for (const stem of stems) alone.push(...(await decodeAll(runner, [stem])))
  return alone
}

/** Decodes stems side by side, in as many runs as there are slots. Those that wait for a slot meanwhile share the next run. */
export class StemDecoder {
  readonly #runner: FfmpegRunner
  readonly #slots: Slots
  /** Not all at once: the first are to be decoded while the others are fetched. */
  readonly #fetching: Slots
  readonly #waiting: Waiting[] = []

  constructor(runner: FfmpegRunner, slots: Slots) {
    this.#runner = runner
    this.#slots = slots
    this.#fetching = new Slots(slots.count)
  }

  /**
   * Decodes a canonical stem into a file of 32-bit floats, which appears at `path` whole or not at all. No sample passes
   * through this process.
   */
  async decode(
    directory: string,
    { flac, frames, path }: { readonly flac: ByteStream; readonly frames: number; readonly path: string },
  ): Promise<Decoded> {
    await this.#fetching.acquire()
    const staged = await spool(join(directory, INPUT), flac)
    this.#fetching.release()
    if (staged.isErr()) return staged
    return await new Promise((done) => {
      this.#waiting.push({ directory, bytes: frames * FRAME_BYTES, path, done })
      void this.#decodeSome()
    })
  }

  async #decodeSome(): Promise<void> {
    await this.#slots.acquire()
    const share = Math.ceil(this.#waiting.length / this.#slots.count)
    const some = this.#waiting.splice(0, Math.min(share, MOST_AT_ONCE))
    const decoded = await decodeAll(this.#runner, some)
    this.#slots.release()
    for (const [index, { done }] of some.entries()) done(decoded[index]!)
  }
}
