import { describe, expect, it, vi } from 'vitest'
import { CHIRP_FRAMES, chirp, delayOf } from '#domain/sound/round-trip.ts'
import { errorIn, valueIn } from '../outcome.ts'
import { music } from '../sounds.ts'
import { chance } from './flac-sounds.ts'
import { played, recordedIn, roomOf } from './rooms.ts'

// A thousand rooms take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const ROOMS = 1000
const FRAMES = 24_000 + CHIRP_FRAMES + 1000

const sweep = chirp()
const loudspeaker = played(sweep)

describe('the chirp', () => {
  it('rises from 187.5 Hz to 12.2 kHz at −6 dBFS, and comes and goes softly', () => {
    const expected = Array.from({ length: CHIRP_FRAMES }, (_, at) => {
      const edge = Math.min(512, at, CHIRP_FRAMES - 1 - at)
      const fade = (1 - Math.cos((Math.PI * edge) / 512)) / 2
      const seconds = at / 48_000
      const hertz = 187.5 + (12_000 / (CHIRP_FRAMES / 48_000)) * (seconds / 2)
      return 0.5 * fade * Math.sin(2 * Math.PI * hertz * seconds)
    })
    expect(sweep).toHaveLength(CHIRP_FRAMES)
    expect(Math.max(...sweep.map((sample, at) => Math.abs(sample - expected[at]!)))).toBeLessThan(1e-7)
    expect(Math.max(...sweep)).toBeLessThanOrEqual(0.5)
  })
})

describe('the delay', () => {
  it('is found within a sample in a thousand rooms, 10 dB above the noise', () => {
    const misses = Array.from({ length: ROOMS }, (_, seed) => roomOf(seed)).flatMap((room) => {
      const found = delayOf(recordedIn(room, loudspeaker, FRAMES), sweep)
      const error = found.isOk() ? found.value.delayFrames - room.delay : Number.NaN
      return Math.abs(error) <= 1 ? [] : [{ room, error }]
    })
    expect(misses).toEqual([])
  })

  it('is exact where nothing but the sound is heard, from the first frame to the last that it fits into', () => {
    for (const delay of [0, 1, 8191, 8192, 20_000, FRAMES - CHIRP_FRAMES]) {
      const recording = new Float32Array(FRAMES)
      recording.set(sweep, delay)
      const { delayFrames, confidence } = valueIn(delayOf(recording, sweep))
      expect(delayFrames).toBe(delay)
      expect(confidence).toBeCloseTo(1, 3)
    }
  })

  it('is surer in a quiet room', () => {
    const room = roomOf(5)
    const [quiet, loud] = [30, 0].map((noise) => delayOf(recordedIn({ ...room, noise }, loudspeaker, FRAMES), sweep))
    expect(valueIn(quiet!).confidence).toBeGreaterThan(valueIn(loud!).confidence)
  })

  it('is none in a thousand recordings of noise', () => {
    const heard = Array.from({ length: ROOMS }, (_, seed) => {
      const next = chance(seed)
      const [level, colour] = [next(), seed % 2 === 0 ? 1 : 0.02 + next()]
      let noise = 0
      return delayOf(
        new Float32Array(FRAMES).map(() => (noise += colour * (level * (next() - 0.5) - noise))),
        sweep,
      )
    }).filter((found) => found.isOk())
    expect(heard).toEqual([])
  })

  it.each([
    ['silence', new Float32Array(FRAMES)],
    ['music', music(FRAMES / 2, 3)],
    ['a click', new Float32Array(FRAMES).with(9000, 1)],
    ['a tone', new Float32Array(FRAMES).map((_, at) => Math.sin(at / 9))],
    ['no numbers', new Float32Array(FRAMES).fill(Number.NaN)],
    ['a part of the chirp', sweep.subarray(0, -1)],
    ['nothing', new Float32Array(0)],
  ])('is none in %s', (_, recording) => expect(errorIn(delayOf(recording, sweep))).toEqual({ type: 'NotHeard' }))

  it('is found though some samples are no numbers', () => {
    const recording = recordedIn(roomOf(7), loudspeaker, FRAMES).fill(Number.NaN, 100, 200)
    expect(Math.abs(valueIn(delayOf(recording, sweep)).delayFrames - roomOf(7).delay)).toBeLessThanOrEqual(1)
  })
})
