/**
 * `npm run bench:mix-memory`: the memory that mixing takes over that of the same process at rest, with few stems and many, short and
 * long. Each mix runs in a process of its own.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { newBench, type Recording } from './mix-song.ts'

const MEGABYTES = 1024

const mixed = async (stems: number, minutes: number): Promise<void> => {
  const bench = await newBench()
  if (stems > 0) {
    const recording: Recording = ['1.flac', 48_000, '']
    await bench.record([recording], 60 * minutes)
    const song = await bench.song(Array.from({ length: stems }, () => recording))
    await bench.mix(song)
    await bench.mix(song)
  }
  await bench.close()
  console.log(process.resourceUsage().maxRSS / MEGABYTES)
}

const measure = async (...words: readonly number[]): Promise<number> => {
  const file = fileURLToPath(import.meta.url)
  return Number((await promisify(execFile)(process.execPath, [file, ...words.map(String)])).stdout)
}

const [stems, minutes] = process.argv.slice(2).map(Number)
if (stems !== undefined) await mixed(stems, minutes ?? 1)
else {
  const GOAL = 150
  const rest = await measure(0, 0)
  console.log(`at rest: ${rest.toFixed(0)} MB`)
  for (const [of, long] of [
    [2, 2],
    [2, 60],
    [32, 2],
  ] as const) {
    const more = (await measure(of, long)) - rest
    if (more > GOAL) process.exitCode = 1
    console.log(`${of} stems of ${long} min: ${more.toFixed(0)} MB more (goal ${GOAL})`)
  }
}
