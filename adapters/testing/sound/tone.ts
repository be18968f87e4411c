import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** One channel of a pure tone. `level` is the peak, full scale 1. */
export const tone = (hertz: number, frames: number, level: number, rate: number = SAMPLE_RATE): Float32Array =>
  Float32Array.from({ length: frames }, (_, at) => level * Math.sin((2 * Math.PI * hertz * at) / rate))

/** Left and right, frame by frame. */
export const interleave = (left: Float32Array, right: Float32Array): Float32Array =>
  Float32Array.from({ length: left.length * 2 }, (_, at) => (at % 2 === 0 ? left : right)[at >> 1]!)

/** One side of a stereo block: 0 is left, 1 is right. */
export const side = (stereo: Float32Array, which: 0 | 1): Float32Array =>
  Float32Array.from({ length: stereo.length >> 1 }, (_, at) => stereo[2 * at + which]!)

/**
 * The peak level of one frequency in a channel (Goertzel 1958). Exact for a whole number of periods. Skips both ends, where
 * codecs ring.
 */
export const levelAt = (channel: Float32Array, hertz: number): number => {
  const from = Math.floor(channel.length / 4)
  const period = SAMPLE_RATE / hertz
  const length = Math.round(Math.floor(channel.length / 2 / period) * period)
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE)
  let last = 0
  let beforeLast = 0
  for (let at = from; at < from + length; at++) {
    const next = channel[at]! + turn * last - beforeLast
    beforeLast = last
    last = next
  }
  return (2 / length) * Math.sqrt(last * last + beforeLast * beforeLast - turn * last * beforeLast)
}

/** The index of the first sample as loud as `level`, or −1. */
export const onset = (channel: Float32Array, level: number): number =>
  channel.findIndex((sample) => Math.abs(sample) >= level)
