import { err, ok } from 'neverthrow'
import type { AudioFault } from '#application/track/audio.ts'
import { type BlockStream, CHANNELS, SAMPLE_RATE } from '#domain/sound/block.ts'
import { type AudioFormat } from '#domain/track/track.ts'
import { heldBack } from './decode-arguments.ts'
import { decodingFault, hasAnotherTrack, nothingDecoded } from './decoding-fault.ts'
import type { FileHead } from './file-head.ts'
import { Log } from './log.ts'
import { nutFrames } from './nut-frames.ts'
import type { FfmpegRunner, RunFault } from './runner.ts'
import { type HoleTooLong, onTimeline } from './timeline.ts'

/** A day: what a hole may be where nothing else limits it. */
const MAX_HOLE = 86_400 * SAMPLE_RATE

/** Ogg counts samples; the clocks of other files are in milliseconds, or a recorder's that jitters. */
const TOLERANCE = { samples: Math.round(SAMPLE_RATE / 100), clock: Math.round(SAMPLE_RATE / 10) } as const

/** More tracks of sound than a file of a recorder has. */
const MAX_TRACKS = 8

/** The first `frames` frames. */
async function* firstFrames<Fault>(frames: number, blocks: BlockStream<Fault>): BlockStream<Fault> {
  let remaining = frames * CHANNELS
  if (remaining <= 0) return
  for await (const block of blocks) {
    yield block.map((samples) => samples.subarray(0, remaining))
    if (block.isErr()) return
    remaining -= block.value.length
    if (remaining <= 0) return
  }
}

type Wanted = { readonly format: AudioFormat; readonly maximumFrames: number }

const blocksOf = (
  runner: FfmpegRunner,
  directory: string,
  { format, maximumFrames }: Wanted,
  { skipBytes, channels, streams }: FileHead,
  stream: number,
  log: Log,
): BlockStream<RunFault | HoleTooLong> => {
  const { trim = 0, beginsWithSilence = false } = streams[stream] ?? {}
  const chunks = runner.decode(directory, { format, maximumFrames, stream, skipBytes, trim, channels }, log)
  const timed = onTimeline(nutFrames(chunks), {
    maximumHole: Math.min(maximumFrames, MAX_HOLE),
    tolerance: format === 'ogg' ? TOLERANCE.samples : TOLERANCE.clock,
    beginsAtZero: beginsWithSilence,
    heldBack: async () => heldBack(await rateOf(log, stream)),
  })
  return firstFrames(maximumFrames, timed)
}

/** ffmpeg has said it before it wrote the first sample, but what it says comes through another pipe. */
const rateOf = async (log: Log, stream: number): Promise<number> => {
  for (let turns = 0; turns < 1000 && log.streams[stream] === undefined; turns++)
    await new Promise((resolve) => setImmediate(resolve))
  return log.streams[stream]?.rate ?? SAMPLE_RATE
}

/**
 * Decodes the first track of sound that can be decoded. Another one is tried only if nothing was heard of the one
 * before; if none can be decoded, the fault of the first is told.
 */
export async function* decodeFirstPossible(
  runner: FfmpegRunner,
  directory: string,
  wanted: Wanted,
  head: FileHead,
): BlockStream<AudioFault> {
  if (wanted.maximumFrames <= 0) return
  let first: AudioFault | null = null
  for (let stream = 0; stream < MAX_TRACKS; stream++) {
    const log = new Log()
    let fault: AudioFault | null = null
    let isHeard = false
    for await (const block of blocksOf(runner, directory, wanted, head, stream, log)) {
      if (block.isOk()) isHeard = true
      else fault = decodingFault(block.error, log, stream)
      if (block.isOk()) yield ok(block.value)
    }
    if (isHeard) {
      if (fault !== null) yield err(fault)
      return
    }
    first ??= fault ?? nothingDecoded(log, stream)
    if (!hasAnotherTrack(log, stream)) break
  }
  if (first !== null) yield err(first)
}
