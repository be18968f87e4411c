import { err, ok, ResultAsync, safeTry } from 'neverthrow'
import { ceilingBeforeCoding, excess, mayExceed } from '#domain/mix/coded-peak.ts'
import { limit, type LimiterSetting } from '#domain/mix/limiter.ts'
import { MASTER_FORMAT_FACTS, type MasterFormat } from '#domain/mix/master-format.ts'
import { master, type Mastered, measure } from '#domain/mix/mastering.ts'
import { HUNDREDTHS, type MasterSettings } from '#domain/mix/recipe.ts'
import { type BlockStream, SAMPLE_RATE } from '#domain/sound/block.ts'
import { levelMeter, type Levels, metered } from '#domain/sound/level-meter.ts'
import { unavailable, type Unavailable } from '../shared/outcome.ts'
import type { AudioDecoder, AudioEncoder, AudioFault, MasterRequest } from '../track/audio.ts'
import { fork, startedBefore } from '../shared/fork-stream.ts'
import { floatBlocksOf, floatBytesOf } from '../track/pcm-stream.ts'
import { discardingUpload, ignoringOutage } from '../track/place-upload.ts'
import { staged } from '../track/stage-stream.ts'
import type { StagedFile, Staging, TooLarge } from '../track/staging-and-blob-store.ts'

/** What mastering needs. */
export type MasterSoundDependencies = {
  readonly staging: Staging
  readonly audioDecoder: AudioDecoder
  readonly audioEncoder: AudioEncoder
}

/** What mastering works on. */
export type MasteringOf<BusFault, Fault> = {
  readonly settings: MasterSettings
  readonly bus: BlockStream<BusFault>
  /** What the master becomes. */
  readonly request: MasterRequest
  /** Every pass over the sound goes through it, and each may begin again some times. */
  readonly watch?: <Own>(stage: 'mastering' | 'encoding', pass: BlockStream<Own>) => BlockStream<Fault | Own>
}

/** An encoded master in the staging, and what was measured of it before it was encoded. */
export type MasterFile = { readonly mastered: Mastered; readonly file: StagedFile }

/** Each attempt is limited lower than the one before. The last one is taken as it is. */
const MAX_ATTEMPTS = 5

/** What becomes of faults on the way into a file. */
type FaultOf<Fault> = Exclude<Fault, TooLarge> | AudioFault

/** The bus in a scratch file, and what is to become of it. */
type Bus<Fault> = {
  readonly levels: Levels
  readonly read: () => BlockStream<Unavailable>
  readonly work: Omit<MasteringOf<never, Fault>, 'bus'>
  /** The encoder to be used next, and only once. */
  readonly encoding: () => Encoding<Fault | Unavailable>
}

/** An encoder, given its sound when that is there. */
type Encoding<Fault> = (sound: BlockStream<Fault>) => ResultAsync<StagedFile, FaultOf<Fault>>

/** Starts an encoder before its sound is there. Whatever becomes of the sound, it has to be given one. */
const standingBy = <Fault extends { readonly type: string }>(
  deps: MasterSoundDependencies,
  request: MasterRequest,
): Encoding<Fault> =>
  startedBefore((sound: BlockStream<Fault>) => staged(deps, deps.audioEncoder.encode(sound, request)))

async function* failing<Fault>(fault: Fault): BlockStream<Fault> {
  yield err(fault)
}

/** Starts an encoder with the first block of the bus, and not before: what the bus does until then needs the processors. */
async function* startingOne<Fault, Started>(
  bus: BlockStream<Fault>,
  standing: Started[],
  start: () => Started,
): BlockStream<Fault> {
  for await (const block of bus) {
    if (standing.length === 0 && block.isOk()) standing.push(start())
    yield block
  }
}

/** A trial that is encoded while it is measured. */
type Early<Fault> = { readonly setting: LimiterSetting; readonly file: ResultAsync<StagedFile, FaultOf<Fault>> }

/**
 * Masters and encodes. Where the gain alone is enough, the first trial becomes the master, so it is encoded while it is
 * measured.
 */
const attempt = <Fault extends { readonly type: string }>(
  deps: MasterSoundDependencies,
  bus: Bus<Fault | Unavailable>,
  { loudness, ceiling }: { readonly loudness: number | null; readonly ceiling: number },
): ResultAsync<MasterFile, FaultOf<Fault>> =>
  safeTry(async function* () {
    const { watch = (_, pass) => pass } = bus.work
    const early: Early<Fault | Unavailable>[] = []
    const encode = bus.encoding()
    const keep = (trial: BlockStream<Fault | Unavailable>, setting: LimiterSetting) => {
      if (setting.ceiling !== null || early.length > 0) return trial
      const [measured, encoded] = fork(trial)
      const file = encode(watch('encoding', encoded.items))
      early.push({ setting, file: file.andTee(encoded.close).orTee(encoded.close) })
      return measured.items
    }
    const target = { loudness: inUnits(loudness), ceiling: ceiling / HUNDREDTHS }
    const mastered = await master({ bus: () => watch('mastering', bus.read()), keep, levels: bus.levels }, target)
    const [begun] = early
    if (mastered.isOk() && begun !== undefined && begun.setting === mastered.value.setting)
      return begun.file.map((file) => ({ mastered: mastered.value, file }))
    if (begun !== undefined)
      yield* begun.file.andThen((file) => ignoringOutage(deps.staging.discard(file))).orElse(() => ok())
    if (mastered.isErr()) {
      if (begun === undefined) yield* encode(failing(mastered.error)).orElse(() => ok())
      return err(mastered.error as FaultOf<Fault>)
    }
    const encodeLast = begun === undefined ? encode : bus.encoding()
    const sound = watch('encoding', limit(bus.read(), mastered.value.setting))
    return encodeLast(sound).map((file) => ({ mastered: mastered.value, file }))
  })

const inUnits = (hundredths: number | null): number | null => (hundredths === null ? null : hundredths / HUNDREDTHS)

/** The true peak of the file as it is decoded, in dBTP. */
const decodedPeak = (
  deps: MasterSoundDependencies,
  format: MasterFormat,
  { mastered, file }: MasterFile,
): ResultAsync<number, AudioFault> =>
  new ResultAsync(
    measure(
      deps.audioDecoder.decode(
        { format: MASTER_FORMAT_FACTS[format].readAs, bytes: deps.staging.read(file) },
        { maximumFrames: mastered.frames + SAMPLE_RATE },
      ),
    ),
  ).map(({ truePeak }) => truePeak)

/** Attempts that are limited lower and lower, until the decoded file keeps to the ceiling. */
const attempts = <Fault extends { readonly type: string }>(
  deps: MasterSoundDependencies,
  bus: Bus<Fault | Unavailable>,
): ResultAsync<MasterFile, FaultOf<Fault>> =>
  safeTry(async function* () {
    const { settings, request } = bus.work
    let ceiling = ceilingBeforeCoding(request.format, settings.ceiling)
    for (let left = MAX_ATTEMPTS; ; left--) {
      const made = yield* attempt(deps, bus, { loudness: settings.loudness, ceiling })
      if (left === 1 || !mayExceed(request.format, made.mastered.truePeak, settings.ceiling)) return ok(made)
      const peak = await decodedPeak(deps, request.format, made)
      const over = peak.map((found) => excess(found, settings.ceiling))
      if (over.isOk() && over.value === 0) return ok(made)
      yield* ignoringOutage(deps.staging.discard(made.file))
      ceiling -= yield* over
    }
  })

/**
 * Masters a bus: it is written once, into a scratch file; from there it is mastered, measured and encoded. Lossy formats
 * are decoded again, and limited lower if their peaks exceed the ceiling then. The same settings and bus give the same
 * bytes, so a master can be had again at any time. Whoever asked for the file discards it.
 */
export const masterBus = <BusFault extends { readonly type: string }, Fault extends { readonly type: string } = never>(
  deps: MasterSoundDependencies,
  { bus, ...work }: MasteringOf<BusFault, Fault>,
): ResultAsync<MasterFile, FaultOf<BusFault | Fault>> =>
  safeTry(async function* () {
    const meter = levelMeter()
    const standBy = () => standingBy<Fault | Unavailable>(deps, work.request)
    const standing: Encoding<Fault | Unavailable>[] = []
    const spooled = await staged(deps, floatBytesOf(startingOne(metered(bus, meter), standing, standBy)))
    if (spooled.isErr()) {
      for (const encode of standing) yield* encode(failing(unavailable('bus', spooled.error))).orElse(() => ok())
      return err(spooled.error)
    }
    const scratch = spooled.value
    const read = () => floatBlocksOf(deps.staging.read(scratch))
    const encoding = () => standing.pop() ?? standBy()
    return discardingUpload(deps, scratch, () =>
      attempts<Fault>(deps, { levels: meter.levels(), read, work, encoding }),
    )
  })
