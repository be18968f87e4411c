import { err, ok, type Result } from 'neverthrow'
import type { BlockStream } from '../sound/block.ts'
import { amplitudeInDecibels, gainFactor } from '../sound/decibels.ts'
import { levelMeter, type Levels, metered } from '../sound/level-meter.ts'
import { limit, type LimiterSetting } from './limiter.ts'

/** What a master is to be. */
export type MasterTarget = {
  /** Integrated loudness in LUFS. null: the mix stays as loud as it is. */
  readonly loudness: number | null
  /** The highest true peak in dBTP; it counts in whole hundredths, rounded down. */
  readonly ceiling: number
}

/** A finished master: how it was made, and what was measured of it. */
export type Mastered = Levels & {
  /** What `limit` has to do to the bus to give this master again. */
  readonly setting: LimiterSetting
  /** The target was not reached: the mix is silent, or the ceiling (or a bound of the gain) does not allow it. */
  readonly isOffTarget: boolean
}

/** What mastering needs. */
export type Mastering<Fault> = {
  /** The mix, from its beginning, each time it is called. */
  readonly bus: () => BlockStream<Fault>
  /**
   * Every trial of the search passes through it. Whoever writes it down, over the one before, has the master when
   * `master` is done: the last trial is the one that was accepted.
   */
  readonly keep?: (trial: BlockStream<Fault>, setting: LimiterSetting) => BlockStream<Fault>
  /** What `measure` found of the bus, if it is known. */
  readonly levels?: Levels
}

/** Loudness within so much of the target, in LU, ends the search. */
const CLOSE = 0.05
/** And so much is still on target if no trial came closer. */
const TOLERANCE = 0.1
const MAX_TRIALS = 6
/** The gain is at most 40 dB, up or down. */
export const MAX_MASTER_GAIN = 4000
/** The limiter takes off at most 20 dB. */
const MAX_LIMITED = 2000
/** The limiter aims so much below the ceiling, in hundredths of a decibel. */
const MARGIN = 1
/** By how many decibels the master becomes louder for one of gain if the limiter works: a first guess. */
const FIRST_SLOPE = 0.75
/** With less than this the limiter takes off all that the gain adds, and the search ends. */
const LEAST_SLOPE = 0.03
/** Rounding to 24 bits adds at most this much to a true peak. */
const ROUNDING = 2 ** -22

/** Measures sound to its end. */
export const measure = async <Fault>(sound: BlockStream<Fault>): Promise<Result<Levels, Fault>> => {
  const meter = levelMeter()
  for await (const block of metered(sound, meter)) if (block.isErr()) return err(block.error)
  return ok(meter.levels())
}

type Trial = Levels & { readonly setting: LimiterSetting }

const hundredths = (decibels: number): number => Math.round(decibels * 100)

/** The gain and the ceiling to try; the limiter stays away if the gain alone keeps to the ceiling. */
const settingFor = (bus: Levels, wanted: number, ceiling: number, inner: number): LimiterSetting => {
  const atMost = bus.truePeak === Number.NEGATIVE_INFINITY ? 0 : ceiling + MAX_LIMITED - hundredths(bus.truePeak)
  const gain = Math.max(-MAX_MASTER_GAIN, Math.min(wanted, MAX_MASTER_GAIN, atMost))
  const isUnder = bus.truePeak + gain / 100 <= amplitudeInDecibels(gainFactor(ceiling) - ROUNDING)
  return { gain, ceiling: isUnder ? null : inner }
}

/** How much the loudness rises by 1 dB of gain, as the last two trials show it. */
const slopeOf = (trials: readonly Trial[]): number => {
  const [one, other] = trials.slice(-2)
  if (one === undefined || one.setting.ceiling === null) return 1
  if (other === undefined || other.setting.gain === one.setting.gain) return FIRST_SLOPE
  return (100 * ((other.loudness ?? 0) - (one.loudness ?? 0))) / (other.setting.gain - one.setting.gain)
}

/** How much louder the target is than the trial, in LU; nothing if there is no loudness to compare. */
const missing = (target: MasterTarget, loudness: number | null): number =>
  target.loudness === null || loudness === null ? 0 : target.loudness - loudness

/** The trial under the ceiling that came closest to the target. */
const bestOf = (trials: readonly Trial[], target: MasterTarget, ceiling: number): Trial | undefined =>
  trials
    .filter((trial) => trial.truePeak <= ceiling / 100)
    .toSorted((one, other) => Math.abs(missing(target, one.loudness)) - Math.abs(missing(target, other.loudness)))[0]

const finished = (trial: Trial, target: MasterTarget): Mastered => ({
  ...trial,
  isOffTarget:
    target.loudness !== null && (trial.loudness === null || Math.abs(missing(target, trial.loudness)) > TOLERANCE),
})

/**
 * Brings a mix to the target: one static gain, then the limiter, measured after it; then the gain follows the secant and
 * the limiter aims lower by what its output exceeded, until both hold. One trial is enough if the limiter has nothing to do, most
 * mixes need two or three, and six are the most. Where both cannot hold, the ceiling does, and the result says how loud it became.
 *
 * A silent mix (no loudness) keeps its level. The first fault of the bus is passed on.
 */
export const master = async <Fault>(
  { bus, keep = (trial) => trial, levels }: Mastering<Fault>,
  target: MasterTarget,
): Promise<Result<Mastered, Fault>> => {
  const measured = levels === undefined ? await measure(bus()) : ok(levels)
  if (measured.isErr()) return err(measured.error)
  const attempt = async (setting: LimiterSetting): Promise<Result<Trial, Fault>> =>
    (await measure(keep(limit(bus(), setting), setting))).map((found) => ({ ...found, setting }))

  // A ceiling of −1.1 is not quite −110 hundredths in binary.
  const ceiling = Math.floor(target.ceiling * 100 + 1e-6)
  let setting = settingFor(
    measured.value,
    hundredths(missing(target, measured.value.loudness)),
    ceiling,
    ceiling - MARGIN,
  )
  let aim = ceiling - MARGIN
  let trials: readonly Trial[] = []
  while (trials.length < MAX_TRIALS) {
    const tried = await attempt(setting)
    if (tried.isErr()) return err(tried.error)
    trials = [...trials, tried.value]
    const over = tried.value.truePeak - ceiling / 100
    const louder = missing(target, tried.value.loudness)
    if (over <= 0 && Math.abs(louder) <= CLOSE) return ok(finished(tried.value, target))
    if (over > 0) aim -= Math.ceil(over * 100) + MARGIN
    const slope = slopeOf(trials)
    if (over <= 0 && slope < LEAST_SLOPE) break
    const change = hundredths(louder / Math.max(LEAST_SLOPE, Math.min(1, slope)))
    const next = settingFor(measured.value, setting.gain + change, ceiling, aim)
    if (next.gain === setting.gain && next.ceiling === setting.ceiling) break
    setting = next
  }
  const best = bestOf(trials, target, ceiling)
  if (best !== undefined && best === trials.at(-1)) return ok(finished(best, target))
  const safe = { gain: Math.floor(ceiling - measured.value.truePeak * 100) - 1, ceiling: null }
  return (await attempt(best?.setting ?? safe)).map((last) => finished(last, target))
}
