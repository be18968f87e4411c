/**
 * `npm run sound`: what is promised of the sound, and what is measured, as a table. The rows are short samples of what the
 * suites named in docs/measured.md look at closely. Over 200 lines, because it is one table.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { loudest } from '#adapters/testing/contracts/track/audio-sound.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks, playing } from '#adapters/testing/sound/streams.ts'
import { interleave, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { flacBytesOf } from '#application/track/flac-bytes.ts'
import { limit } from '#domain/mix/limiter.ts'
import { master, measure, type MasterTarget } from '#domain/mix/mastering.ts'
import { type MasterFormat, MASTER_FORMAT_FACTS } from '#domain/mix/master-format.ts'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { amplitudeInDecibels, powerInDecibels } from '#domain/sound/decibels.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import { encoded, madeByFfmpeg } from '#test/audio/encoded.ts'
import { music } from '#test/audio/music.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { distortionOf, music as band } from '#test/domain/sounds.ts'
import { SIGNALS } from '#test/sound/ebu-signals.ts'
import { tonesAfterResampling } from '#test/sound/level-of.ts'
import { musicLike } from '#test/sound/signals.ts'
import { TRUE_PEAK_SIGNALS } from '#test/sound/true-peak-signals.ts'

let folder: string
let audio: FfmpegAudio
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundhub-sound-'))
  audio = new FfmpegAudio(await nativeFfmpeg(), { folder })
})
afterAll(() => rm(folder, { recursive: true }))

const encode = async (sound: StereoBlock, format: MasterFormat) =>
  valueOf(await gatherBytes(audio.encode(playing(sound), { format })))
const decode = async (file: Uint8Array, format: AudioFormat): Promise<StereoBlock> =>
  valueOf(await gatherBlocks(audio.decode({ format, bytes: arriving(file) }, { maximumFrames: 1e8 })))
const both = (channel: Float32Array): StereoBlock => interleave(channel, channel)
const wave = (sound: StereoBlock, sample: 'float32' | 'pcm24' = 'float32') =>
  waveFile({ channels: [side(sound, 0), side(sound, 1)], sample })
const most = (values: Iterable<number>): number => {
  let highest = -Infinity
  for (const value of values) highest = Math.max(highest, Math.abs(value))
  return highest
}

const mastered = async (sound: StereoBlock, target: MasterTarget): Promise<StereoBlock> => {
  const { setting } = valueOf(await master({ bus: () => playing(sound) }, target))
  return valueOf(await gatherBlocks(limit(playing(sound), setting)))
}
const levelsOf = async (sound: StereoBlock) => valueOf(await measure(playing(sound)))

/** Samples of a master without loss that are not those of the canonical stem of its only track. */
const otherSamples = async (): Promise<number> => {
  const upload = await decode(wave(band(4 * SAMPLE_RATE, 3), 'pcm24'), 'wav')
  const canonical = await gatherBytes(flacBytesOf(playing(upload), 0))
  const stem = await decode(valueOf(canonical), 'flac')
  const bus = valueOf(await gatherBlocks(mixdown([plainStem(playing(stem))])))
  const file = await encode(await mastered(bus, { loudness: null, ceiling: -1 }), 'flac')
  const [ours, theirs] = [await decode(file, 'flac'), stem].map((sound) => new Uint32Array(sound.buffer))
  return ours!.length === theirs!.length ? ours!.filter((bits, at) => bits !== theirs![at]).length : NaN
}

const withItsInverse = async (): Promise<number> => {
  const sound = band(4 * SAMPLE_RATE, 3)
  const [one, other] = [sound, sound.map((sample) => -sample)].map((samples) => ({
    ...plainStem(playing(samples)),
    gain: -317,
    pan: 23,
  }))
  return amplitudeInDecibels(most(valueOf(await gatherBlocks(mixdown([one!, other!])))))
}

/** Those that name how much their encoder put in front. */
const NAME_THEIR_DELAY = ['mp3', 'm4a', 'mov', 'ogg', 'opus', 'webm', 'flac', 'wv'] as const
const OFFSET = 1234

const offsetError = async (): Promise<number> => {
  const click = new Float32Array(SAMPLE_RATE)
  click[SAMPLE_RATE / 2] = 0.9
  const errors: number[] = []
  for (const kind of NAME_THEIR_DELAY) {
    const stem = await decode(await encoded(wave(both(click)), kind), kind === 'opus' ? 'ogg' : kind)
    const bus = mixdown([{ ...plainStem(playing(stem)), offset: OFFSET }])
    errors.push(loudest(side(valueOf(await gatherBlocks(bus)), 0)) - OFFSET - SAMPLE_RATE / 2)
  }
  return most(errors)
}

/** What a codec changed, in dB of full scale; `lag` shifts what it returned. */
const residual = (sound: StereoBlock, heard: StereoBlock, lag = 0): number => {
  let sum = 0
  const [from, to] = [CHANNELS * 1000, sound.length - CHANNELS * 1000]
  for (let at = from; at < to; at++) sum += (heard[at + CHANNELS * lag]! - sound[at]!) ** 2
  return powerInDecibels(sum / (to - from))
}

/** A master in two pieces, and the same in one long run of the codec. */
const MP3 = music(50 * SAMPLE_RATE)
let decodedMp3: Promise<StereoBlock> | undefined
const heardMp3 = (): Promise<StereoBlock> => (decodedMp3 ??= (async () => decode(await encode(MP3, 'mp3'), 'mp3'))())
const atOnce = async () =>
  decode(await madeByFfmpeg(wave(MP3), ['-i', 'input.wav', '-c:a', 'libmp3lame', '-q:a', '2', 'out.mp3']), 'mp3')

const lagOfMp3 = async (): Promise<number> => {
  const [heard, lags] = [await heardMp3(), [-2, -1, 0, 1, 2]]
  const differences = lags.map((lag) => residual(MP3, heard, lag))
  return Math.abs(lags[differences.indexOf(Math.min(...differences))]!)
}

const SONGS: readonly (() => StereoBlock)[] = [
  () => musicLike({ seconds: 12 }),
  () => band(8 * SAMPLE_RATE, 1, 0.5),
  () => band(8 * SAMPLE_RATE, 3, 3),
]
const TARGETS: readonly (MasterTarget & { readonly loudness: number })[] = [
  { loudness: -14, ceiling: -1 },
  { loudness: -16, ceiling: -2 },
]

/** Each song at each target: how far off its loudness is, and by how much its peak exceeds the ceiling. */
type Found = { readonly off: number; readonly over: number; readonly sound: StereoBlock; readonly wanted: number }
let mastersMade: Promise<readonly Found[]> | undefined
const masters = () =>
  (mastersMade ??= (async () => {
    const found: Found[] = []
    for (const song of SONGS)
      for (const target of TARGETS) {
        const sound = await mastered(song(), target)
        const { loudness, truePeak } = await levelsOf(sound)
        const { loudness: wanted, ceiling } = target
        found.push({ off: Math.abs(loudness! - wanted), over: truePeak - ceiling, sound, wanted })
      }
    return found
  })())

const offAfterCoding = async (format: MasterFormat): Promise<number> => {
  const off: number[] = []
  for (const { sound, wanted } of (await masters()).filter((_, at) => at % TARGETS.length === 0)) {
    const heard = await decode(await encode(sound, format), MASTER_FORMAT_FACTS[format].readAs)
    off.push((await levelsOf(heard)).loudness! - wanted)
  }
  return most(off)
}

/** How far off a reading is at most, of the signals of one of the two documents. */
const ebu = (document: string): number =>
  most(
    SIGNALS.filter(({ signal }) => signal.startsWith(document)).flatMap(({ measured, expected }) =>
      measured().map((value, at) => (value ?? NaN) - expected[at % expected.length]!),
    ),
  )

const peaksOff = (): readonly number[] =>
  TRUE_PEAK_SIGNALS.map(([, channel, expected]) => {
    const meter = truePeakMeter()
    meter.add(both(channel))
    return amplitudeInDecibels(meter.truePeak()) - expected
  })

const CD = 44_100
const resampled = async (hertz: number) => {
  const file = waveFile({ channels: [tone(hertz, CD, 1, CD)], rate: CD })
  return tonesAfterResampling(side(await decode(file, 'wav'), 0), hertz, CD)
}
let resampledTones: Promise<readonly { readonly tone: number; readonly image: number }[]> | undefined
const everyTone = () => (resampledTones ??= Promise.all([1000, 10_000, 15_000, 18_000, 20_000].map(resampled)))

const distortion = async (): Promise<number> => {
  const found: number[] = []
  for (const hertz of [50, 440, 997, 5000, 12_345]) {
    const over = both(tone(hertz, 2 * SAMPLE_RATE, 1))
    const out = valueOf(await gatherBlocks(limit(playing(over), { gain: 0, ceiling: -602 })))
    found.push(distortionOf(out, hertz, SAMPLE_RATE / 2))
  }
  return Math.max(...found)
}

type Row = readonly [what: string, unit: string, least: number, most: number, measured: () => number | Promise<number>]

const exact = (what: string, unit: string, measured: Row[4]): Row => [what, unit, 0, 0, measured]

const ROWS: readonly Row[] = [
  exact('one stem at 0 dB, centre, loudness off, as FLAC: samples unlike its canonical stem', '', otherSamples),
  ['a stem and its inverse', 'dBFS', -Infinity, -140, withItsInverse],
  exact(`offset error, of ${NAME_THEIR_DELAY.join(' ')}`, 'samples', offsetError),
  exact('MP3 master, decoded: off the mixer’s PCM by', 'samples', lagOfMp3),
  exact('MP3 master, decoded: longer or shorter by', 'samples', async () =>
    Math.abs((await heardMp3()).length - MP3.length),
  ),
  [
    'MP3 master in pieces: residual compared with one long encode',
    'dB',
    -0.5,
    0.5,
    async () => residual(MP3, await heardMp3()) - residual(MP3, await atOnce()),
  ],
  ['loudness off target, before coding', 'LU', 0, 0.1, async () => most((await masters()).map(({ off }) => off))],
  ...(['mp3', 'm4a', 'opus'] as const).map((format): Row => [
    `loudness off target, decoded ${format}`,
    'LU',
    0,
    0.4,
    () => offAfterCoding(format),
  ]),
  ['EBU Tech 3341, signals 1–6 and 9–14: off by', 'LU', 0, 0.1, () => ebu('3341')],
  ['EBU Tech 3342, signals 1–4: off by', 'LU', 0, 1, () => ebu('3342')],
  ['EBU Tech 3341, signals 15–23 (true peak): lowest reading', 'dB', -0.4, 0.2, () => Math.min(...peaksOff())],
  ['EBU Tech 3341, signals 15–23 (true peak): highest reading', 'dB', -0.4, 0.2, () => Math.max(...peaksOff())],
  [
    'true peak above the ceiling, before coding',
    'dB',
    -Infinity,
    0,
    async () => Math.max(...(await masters()).map(({ over }) => over)),
  ],
  [
    '44.1 to 48 kHz: level up to 20 kHz off by',
    'dB',
    0,
    0.1,
    async () => most((await everyTone()).map((found) => found.tone)),
  ],
  [
    '44.1 to 48 kHz: images',
    'dB',
    -Infinity,
    -100,
    async () => Math.max(...(await everyTone()).map(({ image }) => image)),
  ],
  ['limiter on tones 6 dB over: THD+N', 'dB', -Infinity, -60, distortion],
]

const lines: string[] = []
afterAll(() => console.log(['| | required | measured |', '|---|---|---|', ...lines].join('\n')))

const shown = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 0.1 ? 3 : 2)

const requirement = ([, unit, low, high]: Row): string => {
  if (low === high) return `${low} ${unit}`.trim()
  if (low === -high) return `±${high} ${unit}`
  return low === 0 || low === -Infinity ? `≤ ${high} ${unit}` : `${low} … +${high} ${unit}`
}

test.each(ROWS.map((row) => [row[0], row] as const))('%s', async (what, row) => {
  const [, unit, low, high, measured] = row
  const value = await measured()
  lines.push(
    `| ${what} | ${requirement(row)} | ${value === -Infinity ? 'silence' : `${shown(value)} ${unit}`.trim()} |`,
  )
  expect(value).toBeGreaterThanOrEqual(low)
  expect(value).toBeLessThanOrEqual(high)
})
