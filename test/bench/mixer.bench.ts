/**
 * `npm run bench:mixer -- [stems] [minutes]`: what the mixer and the mastering cost per minute of music, in one thread.
 * The music is plucked tones and hits of noise; the loudness meter is a stand-in that costs about as much as a real one.
 */
import { ok } from 'neverthrow'
import { limit } from '#domain/mix/limiter.ts'
import { master, measure } from '#domain/mix/mastering.ts'
import { mixdown, type MixerStem } from '#domain/mix/mixer.ts'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import { gainFactor } from '#domain/sound/decibels.ts'
import { peakBounds } from '#domain/sound/oversampling.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { music } from '#test/domain/sounds.ts'

const [stems = 8, minutes = 1] = process.argv.slice(2).map(Number)
const FRAMES = Math.round(minutes * 60 * 48_000)

const playing = async function* (sound: StereoBlock): BlockStream<never> {
  for (let at = 0; at < sound.length; at += 16_384) yield ok(sound.subarray(at, at + 16_384))
}

const recordings = Array.from({ length: stems }, (_, at) => music(FRAMES, at + 1))
const mix = (): BlockStream<never> =>
  mixdown(
    recordings.map((sound, at): MixerStem<never> => ({
      blocks: playing(sound),
      headroom: 0,
      gain: -100 * at,
      pan: ((at * 37) % 101) - 50,
      offset: 0,
      mute: false,
      solo: false,
    })),
  )

const drained = async (sound: BlockStream<never>): Promise<StereoBlock> => {
  const whole = new Float32Array(2 * FRAMES)
  let at = 0
  for await (const block of sound) {
    if (block.isErr()) continue
    whole.set(block.value, at)
    at += block.value.length
  }
  return whole
}

const peakOf = async (sound: StereoBlock): Promise<number> => {
  const meter = truePeakMeter()
  for await (const block of playing(sound)) if (block.isOk()) meter.add(block.value)
  return meter.truePeak()
}

const timed = async <Value>(what: string, work: () => Promise<Value>): Promise<Value> => {
  const start = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(start)
  console.log(`${what.padEnd(44)} ${((user + system) / 1000 / minutes).toFixed(0).padStart(6)} ms per minute`)
  return value
}

/** The share of stretches whose bound is under the level, so that the filter passes them over. */
const passedOver = (sound: StereoBlock, level: number): string => {
  const bounds = peakBounds(sound)
  return `${((100 * bounds.filter((bound) => bound <= level).length) / bounds.length).toFixed(1)} %`
}

for (const round of ['first', 'second', 'third']) {
  console.log(`\n${stems} stems, ${minutes} min, ${round} round`)
  const bus = await timed('sum', () => drained(mix()))
  const levels = (await timed('loudness and true peak', () => measure(playing(bus))))._unsafeUnwrap()
  await timed('true peak alone', () => peakOf(bus))
  for (const over of [-600, 0, 300, 600, 1200]) {
    const gain = Math.round(-100 * levels.truePeak) - 100 + over
    const limited = await timed(`limiter, ${over / 100} dB over`, () =>
      drained(limit(playing(bus), { gain, ceiling: -101 })),
    )
    await timed('  true peak of that', () => peakOf(limited))
    const [threshold, ceiling] = [gainFactor(-101 - gain), gainFactor(-101)]
    console.log(`  passed over: limiter ${passedOver(bus, threshold)}, meter ${passedOver(limited, ceiling)}`)
  }
  for (const loudness of [null, -18, -14, -11]) {
    let trials = 0
    const keep = (trial: BlockStream<never>): BlockStream<never> => (trials++, trial)
    const done = await timed(`all of it, to ${loudness} LUFS`, async () => {
      const spooled = await drained(mix())
      return master({ bus: () => playing(spooled), keep }, { loudness, ceiling: -1 })
    })
    console.log(`  ${trials} trials: ${JSON.stringify(done._unsafeUnwrap())}`)
  }
}
