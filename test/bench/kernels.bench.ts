/**
 * What the kernels in WebAssembly save: processor time in ms for three minutes of stereo, in TypeScript and in WebAssembly, in
 * alternation. `npm run bench:kernels -- [rounds]`
 */
import { ok } from 'neverthrow'
import { limit } from '#domain/mix/limiter.ts'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import type { StereoBlock } from '#domain/sound/block.ts'
import { blockRing } from '#domain/sound/block-ring.ts'
import { flacDecoder } from '#domain/sound/flac-decoder.ts'
import { flacEncoder } from '#domain/sound/flac-encoder.ts'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { type FlacKernels, newFlacKernels } from '#domain/sound/flac-kernels.ts'
import { joinedBytes } from '#domain/sound/joined-bytes.ts'
import { type Kernels, newKernels } from '#domain/sound/kernels.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { packPcm, quantised } from '#domain/sound/pcm.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { median } from './figures.ts'

const rounds = Number(process.argv[2] ?? 5)
const SAMPLES = 180 * 48_000 * 2
const BLOCK = 16_384

/** Plucked tones over noise, eight of which together are some decibels over full scale. */
const stem = (seed: number): StereoBlock => {
  const sound = new Float32Array(SAMPLES)
  let state = seed
  for (let at = 0; at < SAMPLES; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    const seconds = (at >> 1) / 48_000
    const pluck = Math.exp(-3 * ((seconds + seed / 10) % 0.5))
    sound[at] = 0.4 * Math.sin(2 * Math.PI * 110 * seed * seconds) * pluck + 0.1 * (state / 2_147_483_648 - 0.5)
  }
  return sound
}

const blocksOf = (sound: StereoBlock): StereoBlock[] =>
  Array.from({ length: Math.ceil(sound.length / BLOCK) }, (_, at) => sound.subarray(at * BLOCK, (at + 1) * BLOCK))

async function* streamed(blocks: readonly StereoBlock[]) {
  for (const block of blocks) yield ok(block)
}

const stems = [1, 2, 3, 4, 5, 6, 7, 8].map(stem)
const bus = blocksOf(Float32Array.from(stems[0]!, (_, at) => stems.reduce((sum, one) => sum + 0.5 * one[at]!, 0)))

const limited = async (gain: number, kernels: Kernels | null): Promise<void> => {
  for await (const block of limit(streamed(bus), { gain, ceiling: -101 }, kernels)) if (block.isErr()) return
}

const mixed = async (withKernels: boolean): Promise<void> => {
  const recipe = stems.map((one, at) => ({ ...plainStem(streamed(blocksOf(one))), gain: -100 * at, pan: 5 * at }))
  for await (const block of mixdown(recipe, {}, withKernels ? newKernels : () => null)) if (block.isErr()) return
}

const TASKS: Readonly<Record<string, (kernels: Kernels | null) => unknown>> = {
  'sum of 8 stems': (kernels) => mixed(kernels !== null),
  'rounding to 24 bits': (kernels) => bus.forEach((block) => quantised(block, 1, kernels)),
  'packing 24 bits': (kernels) => bus.forEach((block) => packPcm(block, kernels)),
  'loudness meter': (kernels) => {
    const meter = loudnessMeter(kernels)
    for (const block of bus) meter.add(block)
  },
  'true-peak meter': (kernels) => {
    const meter = truePeakMeter(kernels)
    for (const block of bus) meter.add(block)
  },
  'limiter that hardly works': (kernels) => limited(0, kernels),
  'limiter, 6 dB louder': (kernels) => limited(600, kernels),
}

const encoder = flacEncoder(2)
const flac = joinedBytes([encoder.push(stems[0]!), encoder.finish().bytes])
const { format, audioStart } = readFlacHead(flac)._unsafeUnwrap()

const FLAC_TASKS: Readonly<Record<string, (kernels: FlacKernels | null) => unknown>> = {
  'coding FLAC': (kernels) => {
    const one = flacEncoder(2, { kernels })
    for (const block of blocksOf(stems[0]!)) one.push(block)
  },
  'decoding it': (kernels) => {
    const decoder = flacDecoder(format, blockRing(), kernels)
    for (let at = audioStart; at < flac.length;) at = decoder.frameAt(flac, at)._unsafeUnwrap().endByte
  },
}

const spent = async (task: () => unknown): Promise<number> => {
  const before = process.cpuUsage()
  await task()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const compare = async <Loops>(
  tasks: Readonly<Record<string, (kernels: Loops | null) => unknown>>,
  loops: () => Loops | null,
): Promise<void> => {
  for (const [name, task] of Object.entries(tasks)) {
    const [slow, fast]: [number[], number[]] = [[], []]
    for (let round = 0; round <= rounds; round++) {
      const [script, wasm] = [await spent(() => task(null)), await spent(() => task(loops()))]
      // The first round is for the compilers.
      if (round === 0) continue
      slow.push(script)
      fast.push(wasm)
    }
    console.log(`${name}: ${median(slow).toFixed(0)} ms, ${median(fast).toFixed(0)} ms in WebAssembly`)
  }
}

await compare(TASKS, newKernels)
await compare(FLAC_TASKS, newFlacKernels)
