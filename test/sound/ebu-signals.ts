/**
 * The test signals of EBU Tech 3341 (version 4, table 1) and Tech 3342 (version 4, table 1), made here: 1 kHz sines at
 * 48 kHz, the same in both channels, levels in dBFS peak. Signals 7 and 8 of the one and 5 and 6 of the other are
 * recorded programmes, so not here; 15 to 23 are about the true peak.
 */
import type { StereoBlock } from '#domain/sound/block.ts'
import { type LoudnessMeter, loudnessMeter } from '#domain/sound/loudness.ts'
import { inARow, inPieces, silence, sine } from './signals.ts'

type Reading = 'momentary' | 'shortTerm' | 'integrated' | 'range'

/** A signal, what a meter reads of it, and what it should read. */
export type Signal = {
  readonly signal: string
  readonly reads: string
  readonly expected: readonly number[]
  readonly measured: () => readonly (number | null)[]
}

const TEN_MILLISECONDS = 480

const tones = (...parts: readonly (readonly [level: number, seconds: number])[]): StereoBlock =>
  inARow(...parts.map(([level, seconds]) => sine({ level, seconds })))

const repeated = (times: number, block: StereoBlock): StereoBlock => inARow(...Array<StereoBlock>(times).fill(block))

/** What the meter reads after each 10 ms. */
const every10Milliseconds = (meter: LoudnessMeter, block: StereoBlock, reading: Reading) =>
  inPieces(block, [TEN_MILLISECONDS]).map((piece) => {
    meter.add(piece)
    return meter[reading]()
  })

const most = (readings: readonly (number | null)[]): number =>
  readings.reduce<number>((highest, reading) => Math.max(highest, reading ?? -Infinity), -Infinity)

const atTheEnd = (block: StereoBlock, ...readings: readonly Reading[]) => {
  const meter = loudnessMeter()
  meter.add(block)
  return readings.map((reading) => meter[reading]())
}

const twenty = Array.from({ length: 20 }, (_, at) => at)

/** Twenty sounds, each measured by itself. */
const mostOfEach = (reading: Reading, soundOf: (at: number) => StereoBlock) =>
  twenty.map((at) => most(every10Milliseconds(loudnessMeter(), soundOf(at), reading)))

/** Twenty sounds in a row. */
const mostInTurn = (reading: Reading, soundOf: (at: number) => StereoBlock) => {
  const meter = loudnessMeter()
  return twenty.map((at) => most(every10Milliseconds(meter, soundOf(at), reading)))
}

/** From some time on. */
const throughout = (reading: Reading, from: number, block: StereoBlock) =>
  every10Milliseconds(loudnessMeter(), block, reading).slice(100 * from)

const RISING = twenty.map((at) => at - 38)

const power = (level: number): number => 10 ** (level / 10)

/** Five channels folded into two, each weighted as in table 3 of BS.1770-5: front 1, surround 1.41. */
const folded = (front: number, centre: number, surround: number, seconds: number): StereoBlock => {
  return sine({ level: 10 * Math.log10(power(front) + power(centre) / 2 + 1.41 * power(surround)), seconds })
}

/** In LU. */
export const toleranceOf = (reads: string): number => (reads === 'LRA' ? 1 : 0.1)

export const SIGNALS: readonly Signal[] = [
  {
    signal: '3341-1',
    reads: 'M, S, I',
    expected: [-23, -23, -23],
    measured: () => atTheEnd(tones([-23, 20]), 'momentary', 'shortTerm', 'integrated'),
  },
  {
    signal: '3341-2',
    reads: 'M, S, I',
    expected: [-33, -33, -33],
    measured: () => atTheEnd(tones([-33, 20]), 'momentary', 'shortTerm', 'integrated'),
  },
  {
    signal: '3341-3',
    reads: 'I',
    expected: [-23],
    measured: () => atTheEnd(tones([-36, 10], [-23, 60], [-36, 10]), 'integrated'),
  },
  {
    signal: '3341-4',
    reads: 'I',
    expected: [-23],
    measured: () => atTheEnd(tones([-72, 10], [-36, 10], [-23, 60], [-36, 10], [-72, 10]), 'integrated'),
  },
  {
    signal: '3341-5',
    reads: 'I',
    expected: [-23],
    measured: () => atTheEnd(tones([-26, 20], [-20, 20.1], [-26, 20]), 'integrated'),
  },
  {
    signal: '3341-6, folded to stereo',
    reads: 'I',
    expected: [-23],
    measured: () => atTheEnd(folded(-28, -24, -30, 20), 'integrated'),
  },
  {
    signal: '3341-9',
    reads: 'S, constant after 3 s',
    expected: [-23],
    measured: () => throughout('shortTerm', 3, repeated(5, tones([-20, 1.34], [-30, 1.66]))),
  },
  {
    signal: '3341-10, 20 files',
    reads: 'max S of each',
    expected: [-23],
    measured: () =>
      mostOfEach('shortTerm', (at) => inARow(silence(0.15 * at), sine({ level: -23, seconds: 3 }), silence(1))),
  },
  {
    signal: '3341-11, 20 parts',
    reads: 'max S of each',
    expected: RISING,
    measured: () =>
      mostInTurn('shortTerm', (at) =>
        inARow(silence(0.15 * at), sine({ level: at - 38, seconds: 3 }), silence(3 - 0.15 * at)),
      ),
  },
  {
    signal: '3341-12',
    reads: 'M, constant after 1 s',
    expected: [-23],
    measured: () => throughout('momentary', 1, repeated(25, tones([-20, 0.18], [-30, 0.22]))),
  },
  {
    signal: '3341-13, 20 files',
    reads: 'max M of each',
    expected: [-23],
    measured: () =>
      mostOfEach('momentary', (at) => inARow(silence(0.02 * at), sine({ level: -23, seconds: 0.4 }), silence(1))),
  },
  {
    signal: '3341-14, 20 parts',
    reads: 'max M of each',
    expected: RISING,
    measured: () =>
      mostInTurn('momentary', (at) =>
        inARow(silence(0.02 * at), sine({ level: at - 38, seconds: 0.4 }), silence(0.4 - 0.02 * at)),
      ),
  },
  {
    signal: '3342-1',
    reads: 'LRA',
    expected: [10],
    measured: () => atTheEnd(tones([-20, 20], [-30, 20]), 'range'),
  },
  {
    signal: '3342-2',
    reads: 'LRA',
    expected: [5],
    measured: () => atTheEnd(tones([-20, 20], [-15, 20]), 'range'),
  },
  {
    signal: '3342-3',
    reads: 'LRA',
    expected: [20],
    measured: () => atTheEnd(tones([-40, 20], [-20, 20]), 'range'),
  },
  {
    signal: '3342-4',
    reads: 'LRA',
    expected: [15],
    measured: () => atTheEnd(tones([-50, 20], [-35, 20], [-20, 20], [-35, 20], [-50, 20]), 'range'),
  },
]
