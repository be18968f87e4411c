import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barsOf, BEATS, beatsBetween, clickOf } from '#adapters/web/page/record/beats.ts'
import { levelOf, louder } from '#adapters/web/page/record/level.ts'
import { afterCountIn, frameOf, hasJumped, placed, type Placing, songAt } from '#adapters/web/page/record/placing.ts'
import { CHIRP_FRAMES, chirp, delayOf } from '#domain/sound/round-trip.ts'

const frames = (most: number) => fc.integer({ min: 0, max: most })
const LATENCY = 20_000

/** A player who hits every note exactly when it is heard, in a room with a way out and a way in. */
const room = fc.record({
  /** The frame of the context at which the song begins. */
  begin: fc.integer({ min: 50_000, max: 5_000_000 }),
  /** The first frame that is recorded. */
  first: frames(40_000),
  out: frames(LATENCY),
  back: frames(LATENCY),
  note: frames(500_000),
  nudge: fc.integer({ min: -4800, max: 4800 }),
})

describe('a take', () => {
  it('lies where it was played, whatever the way out and the way in', () => {
    fc.assert(
      fc.property(room, ({ begin, first, out, back, note, nudge }) => {
        const anchor = { song: 0, frame: begin }
        const captured = frameOf(anchor, note) + out + back - first
        const place = { frames: captured + 1, start: songAt(anchor, first), roundTrip: out + back, nudge: 0 }
        const { offset, skip } = placed({ ...place, trimStart: 0, trimEnd: 0 })
        expect(offset + captured - skip).toBe(note)
        const nudged = placed({ ...place, nudge, trimStart: 0, trimEnd: 0 })
        expect(nudged.offset + captured - nudged.skip).toBe(note + nudge)
      }),
    )
  })

  it('lies where it was played by the round trip that the chirp finds in a noisy room', () => {
    const [out, back] = [1733, 2201]
    const played = chirp()
    let seed = 1
    const noise = () => ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) * 0.1
    const recorded = Float32Array.from({ length: CHIRP_FRAMES + 48_000 }, (_, at) => {
      const straight = 0.3 * (played[at - out - back] ?? 0)
      return straight + 0.15 * (played[at - out - back - 700] ?? 0) + noise()
    })
    const { delayFrames } = delayOf(recorded, played)._unsafeUnwrap()
    const note = 96_000
    const first = 10_000
    const anchor = { song: 0, frame: 60_000 }
    const captured = frameOf(anchor, note) + out + back - first
    const place = { frames: 200_000, start: songAt(anchor, first), roundTrip: delayFrames, nudge: 0 }
    const { offset, skip } = placed({ ...place, trimStart: 0, trimEnd: 0 })
    expect(Math.abs(offset + captured - skip - note)).toBeLessThanOrEqual(1)
  })

  it('never begins before the song, never reads beyond itself, and keeps its place when it is trimmed', () => {
    const placing: fc.Arbitrary<Placing> = fc.record({
      frames: frames(100_000),
      start: fc.integer({ min: -200_000, max: 200_000 }),
      roundTrip: frames(LATENCY),
      nudge: fc.integer({ min: -4800, max: 4800 }),
      trimStart: frames(120_000),
      trimEnd: frames(120_000),
    })
    fc.assert(
      fc.property(placing, (given) => {
        const { offset, skip, frames: kept } = placed(given)
        expect(kept).toBeGreaterThanOrEqual(0)
        expect(skip + kept).toBeLessThanOrEqual(given.frames)
        if (kept > 0) {
          expect(offset).toBeGreaterThanOrEqual(0)
          expect(skip).toBeGreaterThanOrEqual(given.trimStart)
          expect(offset - skip).toBe(given.start - given.roundTrip + given.nudge)
        }
      }),
    )
  })

  it('begins without the count-in', () => {
    expect(afterCountIn({ start: -96_000, roundTrip: 2400 }, 0)).toBe(98_400)
    expect(afterCountIn({ start: 48_000, roundTrip: 0 }, 0)).toBe(0)
  })

  it('ends where the song is moved under it', () => {
    expect(hasJumped({ song: 10, frame: 100 }, { song: 110, frame: 200 })).toBe(false)
    expect(hasJumped({ song: 10, frame: 100 }, { song: 111, frame: 200 })).toBe(true)
  })
})

const crossings = (click: Float32Array): number =>
  click.filter((sample, at) => sample > 0 && click[at - 1]! <= 0).length

describe('the metronome', () => {
  it('counts a bar in, the first beat of it accented, and the song begins on the next beat', () => {
    const beats = beatsBetween(100, -barsOf(100, 1), 0)
    expect(beats).toEqual([
      { song: -115_200, isFirst: true },
      { song: -86_400, isFirst: false },
      { song: -57_600, isFirst: false },
      { song: -28_800, isFirst: false },
    ])
    expect(beatsBetween(100, 0, 1)).toEqual([{ song: 0, isFirst: true }])
  })

  it('has every beat once, however the song is cut into stretches', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 400 }),
        fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 20 }),
        (bpm, lengths) => {
          let at = -barsOf(bpm, 2)
          const cut = lengths.flatMap((length) => {
            const beats = beatsBetween(bpm, at, at + length)
            at += length
            return beats
          })
          expect(cut).toEqual(beatsBetween(bpm, -barsOf(bpm, 2), at))
        },
      ),
    )
  })

  it('does not drift: an hour later a beat is where its number says', () => {
    const [beat] = beatsBetween(97, 97 * 60 * 29_690, 97 * 60 * 29_690 + 29_691)
    const number = Math.round((beat!.song * 97) / (60 * 48_000))
    expect(Math.abs(beat!.song - (number * 60 * 48_000) / 97)).toBeLessThanOrEqual(0.5)
    expect(beat!.isFirst).toBe(number % BEATS === 0)
  })

  it('is higher on the first beat of a bar, and dies away', () => {
    const [first, other] = [clickOf({ isFirst: true }), clickOf({ isFirst: false })]
    expect(crossings(first)).toBeGreaterThan(crossings(other))
    expect(Math.abs(first.at(-1)!)).toBeLessThan(0.001)
  })
})

describe('the level meter', () => {
  it('warns of tops that are cut off and not of a single high sample', () => {
    expect(levelOf(Float32Array.of(0.2, 1, 0.3, -1, 0.1))).toEqual({ peak: 1, isClipped: false })
    expect(levelOf(Float32Array.of(0.2, 1, 1, 1, 0.1)).isClipped).toBe(true)
    expect(levelOf(Float32Array.of(-1, -1, -1)).isClipped).toBe(true)
    expect(levelOf(new Float32Array(128))).toEqual({ peak: 0, isClipped: false })
  })

  it('remembers the loudest and that it clipped', () => {
    expect(louder({ peak: 0.5, isClipped: true }, { peak: 0.75, isClipped: false })).toEqual({
      peak: 0.75,
      isClipped: true,
    })
  })
})
