import { ok } from 'neverthrow'
import {
  amplitudeInDecibels,
  gainFactor,
  levelMeter,
  limit,
  master,
  mixdown,
  peakCollector,
  plainStem,
  waveformJson,
} from 'soundhub/domain'
import { sha256 } from './sha256.mjs'

const RATE = 48_000
const SECONDS = 4
const BLOCK = 2 * 4099

/** Whole numbers only, so every runtime has the same ones (Park and Miller 1988). */
const noise = (seed) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return (2 * state) / 2_147_483_647 - 1
  }
}

/** A tone that dies away, plucked every so many frames: a point turned round and round, with `+ − × ÷` alone. */
const pluck = (hertz, every, decay) => {
  const half = (Math.PI * hertz) / RATE
  const [cosine, sine] = [(1 - half * half) / (1 + half * half), (2 * half) / (1 + half * half)]
  let [x, y, at] = [0, 0, 0]
  return () => {
    if (at++ % every === 0) [x, y] = [1, 0]
    ;[x, y] = [decay * (x * cosine - y * sine), decay * (x * sine + y * cosine)]
    return y
  }
}

/** As a recording of 24 bits has them. */
const stereo = (seconds, frame) => {
  const samples = new Float32Array(2 * Math.floor(seconds * RATE))
  for (let at = 0; at < samples.length; at += 2)
    frame().forEach((sample, side) => (samples[at + side] = Math.round(sample * 2 ** 23) / 2 ** 23))
  return samples
}

const drums = () => {
  const chance = noise(9)
  let [level, at] = [0, 0]
  return stereo(SECONDS, () => {
    if (at++ % 12_000 === 0) level = 0.9
    level *= 0.9995
    return [level * chance(), level * chance()]
  })
}

const bass = () => {
  const tone = pluck(55.3, 24_000, 0.99996)
  return stereo(SECONDS, () => [0.7 * tone()].flatMap((sample) => [sample, sample]))
}

const chord = () => {
  const [low, middle, high] = [pluck(220.4, 18_000, 0.9999), pluck(277.9, 18_000, 0.9999), pluck(331.2, 18_000, 0.9998)]
  return stereo(SECONDS - 0.5, () => {
    const [one, other, third] = [low(), middle(), high()]
    return [0.3 * one + 0.2 * other, 0.2 * other + 0.3 * third]
  })
}

const hiss = () => {
  const chance = noise(4)
  return stereo(SECONDS, () => [0.9 * chance(), 0.9 * chance()])
}

async function* streamed(samples) {
  for (let at = 0; at < samples.length; at += BLOCK) yield ok(samples.subarray(at, at + BLOCK))
}

/** The digest of numbers' bits. */
const bitsOf = (numbers) => sha256(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))

const bitsOfNumber = (number) => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, number)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

/** Every gain there is, and levels, with all 64 bits: of most differences in the last one, 24 bits of sound hide the trace. */
const decibels = () =>
  Float64Array.from({ length: 14_401 }, (_, at) =>
    at % 2 === 0 ? gainFactor(at / 2 - 6000) : amplitudeInDecibels(at / 9973),
  )

const gathered = async (stream) => {
  const blocks = []
  for await (const block of stream) blocks.push(block._unsafeUnwrap())
  const whole = new Float32Array(blocks.reduce((length, block) => length + block.length, 0))
  blocks.reduce((at, block) => (whole.set(block, at), at + block.length), 0)
  return whole
}

/**
 * A mix so loud that the limiter works, mastered to −9 LUFS under −1 dBTP. What is heard and measured is given as bits, so that
 * the last of them counts. How it is mixed uses everything: gain, balance, offsets either way, headroom, mute and solo.
 */
export const loudMaster = async () => {
  const all = { solo: true }
  const stems = [
    { sound: drums(), ...all, gain: -137 },
    { sound: bass(), ...all, gain: 211, offset: 1237 },
    { sound: chord(), ...all, gain: -53, pan: -37, offset: -4801, headroom: 1 },
    { sound: chord(), ...all, gain: 119, pan: 61, offset: 9999 },
    { sound: hiss(), solo: true, mute: true },
    { sound: hiss() },
  ]
  const bus = await gathered(mixdown(stems.map(({ sound, ...how }) => ({ ...plainStem(streamed(sound)), ...how }))))
  const meter = levelMeter()
  meter.add(bus)
  const target = { loudness: -9, ceiling: -1 }
  const mastered = (await master({ bus: () => streamed(bus), levels: meter.levels() }, target))._unsafeUnwrap()
  const sound = await gathered(limit(streamed(bus), mastered.setting))
  const peaks = peakCollector()
  peaks.add(sound)
  return {
    decibels: bitsOf(decibels()),
    bus: bitsOf(bus),
    sound: bitsOf(sound),
    peaks: sha256(waveformJson(peaks.pairs(), mastered.frames)),
    loudness: bitsOfNumber(mastered.loudness),
    truePeak: bitsOfNumber(mastered.truePeak),
    range: bitsOfNumber(meter.range()),
    frames: mastered.frames,
    setting: mastered.setting,
    /** To be looked at, not to be compared: how loud it became, and by how much the limiter had to lower its peak. */
    lufs: Math.round(100 * mastered.loudness) / 100,
    limited: Math.round(meter.levels().truePeak * 100 + mastered.setting.gain - 100 * target.ceiling) / 100,
  }
}
