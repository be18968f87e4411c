import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { flacEncoder, type FlacEncoderOptions } from '#domain/sound/flac-encoder.ts'
import { FLAC_BLOCK_FRAMES } from '#domain/sound/flac-frame-writer.ts'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import { valueIn } from '../outcome.ts'
import { bits, inBlocks, music } from '../sounds.ts'
import { chance, concatenated } from './flac-sounds.ts'

const FULL_SCALE = 2 ** 23

type Take = { readonly bytes: Uint8Array; readonly head: Uint8Array; readonly parts: readonly Uint8Array[] }

const encoded = (channels: 1 | 2, blocks: readonly Float32Array[], options?: FlacEncoderOptions): Take => {
  const encoder = flacEncoder(channels, options)
  const parts = blocks.map((block) => encoder.push(block))
  const { bytes, head } = encoder.finish()
  return { bytes: concatenated([...parts, bytes]), head, parts: [...parts, bytes] }
}

const decoded = async (bytes: Uint8Array): Promise<Float32Array> =>
  valueIn(await gatherBlocks(flacBlocks(arriving(bytes))))

const inStereo = (sound: Float32Array, channels: 1 | 2): Float32Array =>
  channels === 2 ? sound : Float32Array.from({ length: 2 * sound.length }, (_, at) => sound[at >> 1]!)

/** To whole steps of 24 bits, half to even. */
const rounded = (sample: number): number => {
  if (Number.isNaN(sample)) return 0
  const [steps, below] = [sample * FULL_SCALE, Math.floor(sample * FULL_SCALE)]
  const half = steps - below
  const near = half < 0.5 || (half === 0.5 && below % 2 === 0) ? below : below + 1
  return Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, near)) / FULL_SCALE + 0
}

const SHAPES = [
  'noise',
  'quiet',
  'wave',
  'constant',
  'extremes',
  '16 bits',
  'wild',
  'silence',
  'halves',
  'clicks',
  'last bits',
  'any level',
] as const

const sounds = fc
  .record({
    shapes: fc.array(fc.constantFrom(...SHAPES), { minLength: 1, maxLength: 4 }),
    length: fc.oneof(fc.nat(40), fc.integer({ min: FLAC_BLOCK_FRAMES - 2, max: 2 * FLAC_BLOCK_FRAMES + 70 })),
    channels: fc.constantFrom(1 as const, 2 as const),
    seed: fc.nat(),
    cuts: fc.array(fc.nat(9000), { maxLength: 4 }),
  })
  .map(({ shapes, length, channels, seed, cuts }) => {
    const next = chance(seed)
    const turn = next()
    const sample = (at: number): number => {
      const noise = 2 * next() - 1
      switch (shapes[Math.floor((at * shapes.length) / (length * channels))]!) {
        case 'noise':
          return noise
        case 'quiet':
          return noise / 2 ** 20
        case 'wave':
          return Math.sin((at >> 1) * turn) / 2
        case 'constant':
          return turn
        case 'extremes':
          return noise > 0 ? 1 : -1
        case '16 bits':
          return Math.round(noise * 2 ** 15) / 2 ** 15
        case 'wild':
          return [Number.NaN, Infinity, -Infinity, 2, -2, -0, 1e-30][Math.floor(7 * next())]!
        case 'silence':
          return 0
        case 'clicks':
          return noise > 0.99 ? noise : noise / 2 ** 20
        case 'last bits':
          return Math.round(noise * 2) / FULL_SCALE
        case 'any level':
          return noise / 2 ** (22 * turn)
        case 'halves':
          return (Math.floor(noise * 2 ** 22) + 0.5) / FULL_SCALE
      }
    }
    return { sound: Float32Array.from({ length: length * channels }, (_, at) => sample(at)), channels, cuts }
  })

it('writes what is decoded to the same samples, rounded to 24 bits, whatever the blocks', () =>
  fc.assert(
    fc.asyncProperty(sounds, async ({ sound, channels, cuts }) => {
      const { bytes } = encoded(channels, inBlocks(sound, cuts))
      const expected = inStereo(sound.map(rounded), channels)
      expect(bits(await decoded(bytes))).toEqual(bits(expected))
      expect(encoded(channels, [sound]).bytes).toEqual(bytes)
    }),
    { numRuns: 60 },
  ))

it('writes the same bytes without WebAssembly', () =>
  fc.assert(
    fc.property(sounds, ({ sound, channels }) => {
      const [one, other] = [encoded(channels, [sound]), encoded(channels, [sound], { kernels: null })]
      expect(Buffer.compare(one.bytes, other.bytes)).toBe(0)
      expect(one.head).toEqual(other.head)
    }),
    { numRuns: 150 },
  ))

it('says from the beginning how many frames will come, if it is told', () => {
  const { bytes } = encoded(2, [music(5000, 3)], { frames: 5000 })
  expect(valueIn(readFlacHead(bytes)).format.frames).toBe(5000)
})

it('knows its length in the head that may replace the first bytes', () =>
  fc.assert(
    fc.asyncProperty(sounds, async ({ sound, channels }) => {
      const { bytes, head } = encoded(channels, [sound])
      expect(valueIn(readFlacHead(bytes)).format.frames).toBeNull()
      const patched = concatenated([head, bytes.subarray(head.length)])
      const { format, audioStart } = valueIn(readFlacHead(patched))
      expect(format).toMatchObject({ rate: 48_000, channels, bitsPerSample: 24 })
      expect(format.frames ?? 0).toBe(sound.length / channels)
      expect(audioStart).toBe(head.length)
      expect(bits(await decoded(patched))).toEqual(bits(inStereo(sound.map(rounded), channels)))
    }),
    { numRuns: 20 },
  ))

it('gives out whole frames, so that a take that breaks off plays up to there', async () => {
  const sound = music(3 * FLAC_BLOCK_FRAMES + 100, 3)
  const { parts } = encoded(2, inBlocks(sound, [5000, 10_000]))
  const broken = concatenated(parts.slice(0, 2))
  expect(bits(await decoded(broken))).toEqual(bits(sound.subarray(0, 2 * 2 * FLAC_BLOCK_FRAMES).map(rounded)))
})

/** Of the size of the samples as they are. */
const share = (sound: Float32Array): number => encoded(2, [sound]).bytes.length / (3 * sound.length)

it('makes files that are smaller than the samples: silence, one sound on both sides, 16 bits, music', () => {
  const next = chance(5)
  const noise = new Float32Array(40_000).map(() => next() - 0.5)
  expect(share(new Float32Array(400_000))).toBeLessThan(0.001)
  expect(share(Float32Array.from(noise, (_, at) => noise[at >> 1]!))).toBeLessThan(0.52)
  expect(share(noise.map((sample) => Math.round(sample * 2 ** 15) / 2 ** 15))).toBeLessThan(0.68)
  expect(share(noise)).toBeLessThan(1.001)
  expect(share(music(100_000, 3))).toBeLessThan(0.7)
})
