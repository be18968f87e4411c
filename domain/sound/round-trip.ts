import { err, ok, type Result } from 'neverthrow'
import { crossCorrelation } from './cross-correlation.ts'
import { type ComplexSignal, fourierTransform, zeros } from './fourier.ts'

/** How long a sound takes from the page to the loudspeaker, through the room and the microphone back to the page. */
export type RoundTrip = {
  /** Whole frames at 48 kHz from the first of the chirp as it was played to its first as it was recorded. */
  readonly delayFrames: number
  /** 0 … 1: how much of what was recorded meanwhile is the chirp, 1 all of it. Noise 10 dB below and many reflections leave 0.3 … 0.8. */
  readonly confidence: number
}

/** The chirp is not in the recording, or not loud enough to be told from noise. */
export type NotHeard = { readonly type: 'NotHeard' }

/** Frames of the chirp, 171 ms. */
export const CHIRP_FRAMES = 8192

/** Parts of a turn, in whole ones of which the chirp's phase advances. */
const TURN = 65_536
/** Its frequency at the beginning, in turns of 65,536 frames: 187.5 Hz. */
const BEGIN = 256
/** Frames in which it comes and goes, 10.7 ms. */
const FADE = 512
const LEVEL = 0.5

/** As alike, 0 … 1, the chirp and what was recorded at the highest match have to be; noise, music and claps come to 0.06, beeps to 0.1. */
const LEAST_LIKENESS = 0.1
/** What is quieter than −120 dBFS is what a transform leaves of silence. */
const SILENCE = 1e-12
/** A sound that goes straight may be weaker than one that is reflected, by 10 dB; what is weaker still is a side lobe of the sweep. */
const STRAIGHT = 0.32
/** Frames from where a peak begins to its top, at most. */
const LOBE = 8

/** Cosines and minus sines of whole parts of a turn: what a single pulse is transformed to. */
const turns = (): ComplexSignal => {
  const pulse = zeros(TURN)
  pulse.real[1] = 1
  fourierTransform(TURN).forward(pulse)
  return pulse
}

/**
 * What is played to measure the round trip: a sine at −6 dBFS that rises evenly from 187.5 Hz to 12.2 kHz in 171 ms, faded in
 * and out, one channel at 48 kHz. The same samples on every machine.
 */
export const chirp = (): Float32Array => {
  const { real, imaginary } = turns()
  return Float32Array.from({ length: CHIRP_FRAMES }, (_, at) => {
    const edge = Math.min(at, CHIRP_FRAMES - 1 - at, FADE)
    const fade = (1 - real[(edge * TURN) / (2 * FADE)]!) / 2
    return -LEVEL * fade * imaginary[(at * (at + BEGIN)) % TURN]!
  })
}

const finite = (samples: Float32Array): Float32Array => samples.map((sample) => (sample - sample === 0 ? sample : 0))

/** How alike the sounds are at every lag at which the other is whole, 0 … ; a part of the lags at a time. */
const matchesOf = (recorded: Float32Array, played: Float32Array): Float64Array => {
  const last = recorded.length - played.length
  const heights = new Float64Array(last + 1)
  for (let from = 0; from <= last; from += played.length) {
    const to = Math.min(last, from + played.length - 1)
    heights.set(crossCorrelation(recorded, played, { from, to }).map(Math.abs), from)
  }
  return heights
}

const energyOf = (samples: Float32Array): number => samples.reduce((sum, sample) => sum + sample * sample, 0)

const indexOfHighest = (heights: Float64Array): number => {
  let highest = 0
  for (let at = 1; at < heights.length; at++) if (heights[at]! > heights[highest]!) highest = at
  return highest
}

/** The first place that is nearly as high as the highest, at its top. */
const firstPeak = (heights: Float64Array, highest: number): number => {
  const begin = heights.findIndex((height) => height >= STRAIGHT * highest)
  let top = begin
  for (let at = begin; at <= begin + LOBE && at < heights.length; at++) if (heights[at]! > heights[top]!) top = at
  return top
}

/**
 * Finds what was played in what was recorded meanwhile, one channel each at 48 kHz; both begin at the same moment, and the chirp has to
 * be in the recording to its end. The first strong match counts and not the strongest: a loud reflection comes later. It
 * may be upside down, and clipped. Refuses silence, noise, and a recording that
 * is too short.
 */
export const delayOf = (recorded: Float32Array, played: Float32Array): Result<RoundTrip, NotHeard> => {
  const notHeard = err({ type: 'NotHeard' as const })
  if (played.length === 0 || recorded.length < played.length) return notHeard
  const [heard, sent] = [finite(recorded), finite(played)]
  const heights = matchesOf(heard, sent)
  const at = indexOfHighest(heights)
  const meanwhile = heard.subarray(at, at + sent.length)
  const energy = energyOf(meanwhile)
  const likeness = heights[at]! / Math.sqrt(energy * energyOf(sent))
  if (energy < SILENCE * sent.length || !(likeness >= LEAST_LIKENESS)) return notHeard
  const confidence = Math.min(1, (1 - LEAST_LIKENESS / likeness) / (1 - LEAST_LIKENESS))
  return ok({ delayFrames: firstPeak(heights, heights[at]!), confidence })
}
