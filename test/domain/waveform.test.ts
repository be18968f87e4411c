import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import WaveformData from 'waveform-data'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { FRAMES_PER_PIXEL, peakCollector, WAVEFORM_PAIRS } from '#domain/sound/waveform.ts'
import { fewerPairs, waveformSvg } from '#domain/sound/waveform-svg.ts'
import { side } from '#adapters/testing/sound/tone.ts'
import { inARow, inPieces, musicLike, noise, silence, sine, swapped } from '#test/sound/signals.ts'

const hearing = (...blocks: readonly StereoBlock[]) => {
  const peaks = peakCollector()
  for (const block of blocks) peaks.add(block)
  return peaks
}

/** Left and right the same, the samples given and then silence. */
const both = (samples: readonly number[], frames = samples.length): StereoBlock =>
  Float32Array.from({ length: CHANNELS * frames }, (_, at) => samples[at >> 1] ?? 0)

const frameCounts = fc.integer({ min: 0, max: 200_000 })
const cuts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 20 })
const song = musicLike({ seconds: 20 })

/** What the library of audiowaveform's makers makes of the same sound; it rounds down where audiowaveform cuts off. */
const byItsMakers = (block: StereoBlock) => {
  const channels = [side(block, 0), side(block, 1)] as const
  const audio = {
    numberOfChannels: 2,
    sampleRate: SAMPLE_RATE,
    length: channels[0].length,
    getChannelData: (which: 0 | 1) => channels[which],
  }
  let made: WaveformData | undefined
  WaveformData.createFromAudio(
    { audio_buffer: audio as never, scale: FRAMES_PER_PIXEL, disable_worker: true },
    (_, data) => {
      made = data
    },
  )
  return made!
}

const every = (all: readonly number[], which: number) => all.filter((_, at) => at % 2 === which)

describe('a waveform as a .dat file', () => {
  it('begins with the header that audiowaveform documents, and holds a byte for each minimum and maximum', () => {
    const block = inARow(both([0.5, -0.25], 256), both([1, -1], 256), both([0.125], 10))
    const [version, flags, rate, framesPerPixel, length, channels] = [2, 1, 48_000, 256, 3, 1]
    const header = Int32Array.of(version, flags, rate, framesPerPixel, length, channels)
    const pairs = Int8Array.of(-32, 64, -128, 127, 0, 16)
    expect(hearing(block).dat()).toEqual(
      Uint8Array.of(...new Uint8Array(header.buffer), ...new Uint8Array(pairs.buffer)),
    )
  })

  it('is read by the library of its makers', () => {
    const read = WaveformData.create(hearing(song).dat().buffer)
    expect([read.sample_rate, read.scale, read.channels, read.bits, read.length]).toEqual([48_000, 256, 1, 8, 3750])
    expect(read.duration).toBeCloseTo(20, 6)
  })

  it('shows what the library of its makers shows, to a step', () => {
    for (const block of [song, noise({ seconds: 3, level: 3 }), sine({ level: [0, -12], seconds: 1 })]) {
      const [ours, theirs] = [WaveformData.create(hearing(block).dat().buffer), byItsMakers(block)]
      expect(ours.length).toBe(theirs.length)
      const [low, high] = [theirs.channel(0).min_array(), theirs.channel(0).max_array()]
      ours
        .channel(0)
        .min_array()
        .forEach((level, at) => expect(Math.abs(level - low[at]!)).toBeLessThanOrEqual(1))
      ours
        .channel(0)
        .max_array()
        .forEach((level, at) => expect(Math.abs(level - high[at]!)).toBeLessThanOrEqual(1))
    }
  })

  it('merges left and right, so opposite channels show nothing', () => {
    const opposite = sine({ level: 0, seconds: 1 }).map((sample, at) => (at % CHANNELS === 0 ? sample : -sample))
    expect(new Set(hearing(opposite).dat().subarray(24))).toEqual(new Set([0]))
    expect(hearing(swapped(song)).dat()).toEqual(hearing(song).dat())
  })

  it('of sound beyond full scale, or that is no number, stays in its bytes', () => {
    const wild = both([7, -7, Number.NaN, Infinity, -Infinity])
    expect([...hearing(wild).dat().subarray(24)]).toEqual([128, 127])
    expect([
      ...hearing(both([Number.NaN, Infinity]))
        .dat()
        .subarray(24),
    ]).toEqual([0, 0])
  })

  it('of no sound is a header', () => {
    expect(WaveformData.create(hearing().dat().buffer).length).toBe(0)
  })

  it('and its pairs are the same however the stream is cut, and as long as the stream says', () => {
    fc.assert(
      fc.property(frameCounts, cuts, (frames, pieces) => {
        const heard = song.subarray(0, CHANNELS * frames)
        const [whole, cut] = [hearing(heard), hearing(...inPieces(heard, pieces))]
        expect(cut.dat()).toEqual(whole.dat())
        expect(cut.pairs()).toEqual(whole.pairs())
        expect(cut.dat()).toHaveLength(24 + 2 * Math.ceil(frames / FRAMES_PER_PIXEL))
      }),
      { numRuns: 30 },
    )
  })

  it('goes on where it was asked before', () => {
    const asked = peakCollector()
    for (const piece of inPieces(song, [1000, 77])) {
      asked.add(piece)
      asked.dat()
    }
    expect(asked.dat()).toEqual(hearing(song).dat())
  })
})

describe('the pairs of a waveform', () => {
  it('are minimum and maximum in −1 … 1, one pair a pixel where pixels are few', () => {
    expect(hearing(both([0.5, -0.25], 256), both([1, -1], 10)).pairs()).toEqual([-0.25, 0.5, -1, 0.992])
  })

  it('are as many as asked for, or one for each pixel, and never none', () => {
    fc.assert(
      fc.property(frameCounts, fc.integer({ min: 1, max: 1000 }), (frames, count) => {
        const peaks = hearing(song.subarray(0, CHANNELS * frames))
        const pixels = Math.ceil(frames / FRAMES_PER_PIXEL)
        expect(peaks.pairs(count)).toHaveLength(2 * Math.max(1, Math.min(count, pixels)))
      }),
      { numRuns: 30 },
    )
    expect(hearing().pairs()).toEqual([0, 0])
    expect(hearing(song).pairs()).toHaveLength(2 * WAVEFORM_PAIRS)
  })

  it('miss no peak, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 479_999 }), fc.integer({ min: 1, max: 2000 }), (at, count) => {
        const click = silence(10)
        click.set([0.75, 0.75], CHANNELS * at)
        const pairs = hearing(click).pairs(count)
        expect(Math.max(...pairs)).toBe(0.75)
        const pair = Math.floor(pairs.indexOf(0.75) / 2) / (pairs.length / 2)
        expect(Math.abs(pair - at / 480_000)).toBeLessThan(1 / (pairs.length / 2) + FRAMES_PER_PIXEL / 480_000)
      }),
      { numRuns: 30 },
    )
  })

  it('tell all levels of the file apart', () => {
    const levels = Array.from({ length: 256 }, (_, at) => (at - 128) / 128)
    const shown = levels.map((level) => hearing(both(Array<number>(256).fill(level))).pairs()[0])
    expect(new Set(shown).size).toBe(256)
    shown.forEach((level, at) => expect(Math.abs(level! - levels[at]!)).toBeLessThan(0.00051))
  })
})

describe('a waveform as SVG', () => {
  it('is one path of a box a pair, from the maxima back along the minima, and nothing that runs', () => {
    expect(waveformSvg([-0.5, 0.5, -1, 1], { width: 100, height: 41 })).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="41" viewBox="0 0 100 41">' +
        '<path fill="currentColor" stroke="currentColor" d="M0 20.5V10.5H50V0.5H100V40.5H50V30.5H0Z"/></svg>\n',
    )
  })

  it('of a whole track is some tens of kilobytes', () => {
    const svg = waveformSvg(hearing(song).pairs(), { width: 1800, height: 140 })
    expect(svg.length).toBeLessThan(60_000)
    expect(svg).not.toMatch(/NaN|undefined|Infinity|e-/)
  })

  it('has the colours of light and dark, and the shape of its box, where it is asked for', () => {
    const look = { colours: { light: '#123', dark: '#abc' }, isStretched: true }
    expect(waveformSvg([-1, 1], { width: 10, height: 5 }, look)).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5" viewBox="0 0 10 5" preserveAspectRatio="none">' +
        '<style>svg{color:#123}@media(prefers-color-scheme:dark){svg{color:#abc}}</style>' +
        '<path fill="currentColor" stroke="currentColor" vector-effect="non-scaling-stroke" d="M0 2.5V0.5H10V4.5H0Z"/></svg>\n',
    )
  })
})

describe('a waveform in fewer pairs', () => {
  const pair = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }))
  const pairs = fc.array(pair, { minLength: 1, maxLength: 300 }).map((all) => all.flat())

  it('has as many as there is room for, and the extremes of all', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 400 }), (given, most) => {
        const fewer = fewerPairs(given, most)
        expect(fewer.length).toBe(Math.min(given.length, 2 * most))
        expect(Math.min(...every(fewer, 0))).toBe(Math.min(...every(given, 0)))
        expect(Math.max(...every(fewer, 1))).toBe(Math.max(...every(given, 1)))
      }),
    )
  })
})
