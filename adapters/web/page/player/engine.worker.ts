import { masterFrom, type SeekableStem } from '#domain/mix/master-from.ts'
import { heardAmong } from '#domain/mix/heard.ts'
import { CHANNELS } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { AHEAD_FRAMES, type DecodedStem, decodedStem } from './decoded-stem.ts'
import { flacFile, type StemUnreadable } from './flac-file.ts'
import type { FromEngine, FromOutput, Program, Range, StemToPlay, ToEngine, ToOutput } from './protocol.ts'

/** Small, so that the first one is there soon; 43 ms. */
const BLOCK_FRAMES = 2048
/** Until the page has said what is to be heard. */
const NOTHING_HEARD: Program = { stems: [], setting: { gain: 0, ceiling: null } }

/** By key and address: two that play the same file at different places have one each. */
const stems = new Map<string, DecodedStem>()
let output: MessagePort | null = null
let program: Program = NOTHING_HEARD
let loop: Range | null = null
let epoch = 0
let isPlaying = false
/** The clock as far as it was heard. */
let heard = 0
/** From which tick on which frames of the song follow each other, in this epoch. */
let course: (readonly [clock: number, song: number])[] = []
let onHeard: (() => void) | null = null

const tell = (message: FromEngine): void => postMessage(message)
const give = (message: ToOutput, transfer: Transferable[] = []): void => output?.postMessage(message, transfer)

const decoded = ({ key, url, frames, skip = 0 }: StemToPlay): DecodedStem => {
  const name = `${key} ${url}`
  const known = stems.get(name)
  if (known !== undefined) return known
  const stem = decodedStem(flacFile(url, skip + frames), skip + frames)
  stems.set(name, stem)
  return stem
}

type Fault = StemUnreadable & { readonly key: number }

const seekable = (stem: StemToPlay, isWanted: () => boolean): SeekableStem<Fault> => ({
  ...stem,
  blocksFrom: async function* (sample) {
    for await (const block of decoded(stem).blocksFrom(sample + (stem.skip ?? 0), isWanted))
      yield block.mapErr((fault) => ({ ...fault, key: stem.key }))
  },
})

const endOfSong = (): number =>
  heardAmong(program.stems).reduce((end, { frames, offset }) => Math.max(end, frames + offset), 0)

/** Waits until so much of what was mixed is heard that there is room again, or it is no longer wanted. */
const room = async (clock: number, isWanted: () => boolean): Promise<void> => {
  const isFarAhead = () => clock - heard > AHEAD_FRAMES
  while (isWanted() && isFarAhead())
    await new Promise<void>((resolve) => {
      onHeard = resolve
    })
}

const meters = () => {
  const loudness = loudnessMeter()
  // Without kernels: an instance of WebAssembly for each block would cost more than the little there is to measure.
  let peak = truePeakMeter(null)
  return (samples: Float32Array, song: number): void => {
    loudness.add(samples)
    peak.add(samples)
    tell({
      type: 'levels',
      song,
      momentary: loudness.momentary() ?? Number.NEGATIVE_INFINITY,
      truePeak: amplitudeInDecibels(peak.truePeak()),
    })
    peak = truePeakMeter(null)
  }
}

/** Mixes ahead from this frame of the song on, heard from this tick of the clock on, until something else is wanted. */
const produce = async (from: number, at: number): Promise<void> => {
  const own = ++epoch
  onHeard?.()
  const isWanted = () => own === epoch
  const measure = meters()
  let [song, clock] = [from, at]
  course = []
  while (isWanted()) {
    course = [...course.filter((_, index) => (course[index + 1]?.[0] ?? clock) > heard), [clock, song]]
    const end = loop !== null && song < loop.to ? loop.to : endOfSong()
    const master = masterFrom(
      program.stems.map((stem) => seekable(stem, isWanted)),
      program.setting,
      song,
      BLOCK_FRAMES,
    )
    for await (const block of master) {
      if (!isWanted()) return
      if (block.isErr()) {
        tell({ type: 'fault', key: block.error.key })
        return
      }
      const samples = block.value.slice(0, CHANNELS * Math.max(0, end - song))
      const frames = samples.length / CHANNELS
      measure(samples, song)
      give({ type: 'stretch', epoch: own, stretch: { clock, song, samples } }, [samples.buffer])
      clock += frames
      song += frames
      if (song >= end) break
      await room(clock, isWanted)
    }
    if (loop === null || end !== loop.to || loop.from >= loop.to) break
    // What is heard ends before the loop does, as where the longest track is muted.
    while (isWanted() && song < end) {
      const frames = Math.min(BLOCK_FRAMES, end - song)
      give({ type: 'stretch', epoch: own, stretch: { clock, song, samples: new Float32Array(CHANNELS * frames) } })
      clock += frames
      song += frames
      await room(clock, isWanted)
    }
    song = loop.from
  }
  if (isWanted()) give({ type: 'end', epoch: own, clock })
}

/** Where the song is meant to be now, even if nothing of this epoch was heard yet: whoever has just sought is not taken back. */
const place = (): number => {
  const [clock, song] = course.findLast(([begins]) => begins <= heard) ?? [heard, 0]
  return song + heard - clock
}

const again = (): void => {
  if (isPlaying) void produce(place(), heard)
}

const follow = ({ data }: MessageEvent<FromOutput>): void => {
  heard = data.clock
  if (data.state === 'ended') isPlaying = false
  onHeard?.()
}

addEventListener('message', ({ data }: MessageEvent<ToEngine>) => {
  switch (data.type) {
    case 'open':
      output = data.output
      output.addEventListener('message', follow)
      output.start()
      return
    case 'program':
      program = data.program
      again()
      return
    case 'loop':
      loop = data.range
      again()
      return
    case 'play':
      isPlaying = true
      give({ type: 'play', at: data.at })
      void produce(data.from, heard)
      return
    case 'seek':
      if (isPlaying) void produce(data.to, heard)
      return
    case 'pause':
      isPlaying = false
      epoch++
      onHeard?.()
      give({ type: 'pause' })
      return
  }
})
