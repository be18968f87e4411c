/**
 * `npm run bench:meter -- [rounds]`: how long the loudness meter and the waveform take for a minute of stereo, in
 * one thread: noise, digital silence, and noise now and then, after which filters die away. The exit
 * code is 1 where either of the others takes more than 1.2 times as long as noise.
 */
import type { StereoBlock } from '#domain/sound/block.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { peakCollector } from '#domain/sound/waveform.ts'
import { inARow, inPieces, noise, silence } from '#test/sound/signals.ts'
import { median } from './figures.ts'

const MOST = 1.2
const BLOCK_FRAMES = 8192
const rounds = Number(process.argv[2] ?? 31)

const burst = noise({ seconds: 0.5, level: -12 })

const MINUTES = {
  noise: noise({ seconds: 60, level: -12 }),
  silence: silence(60),
  'noise now and then': inARow(...Array.from({ length: 15 }, () => [burst, silence(3.5)]).flat()),
}

const MADE = { 'loudness meter': loudnessMeter, waveform: peakCollector }

const milliseconds = (listener: { readonly add: (block: StereoBlock) => void }, blocks: readonly StereoBlock[]) => {
  const before = performance.now()
  for (const block of blocks) listener.add(block)
  return performance.now() - before
}

for (const [name, made] of Object.entries(MADE)) {
  const sounds = Object.entries(MINUTES).map(([sound, minute]) => ({
    sound,
    blocks: inPieces(minute, [BLOCK_FRAMES]),
    taken: [] as number[],
  }))
  for (let round = 0; round < rounds; round++) {
    for (const { blocks, taken } of sounds) taken.push(milliseconds(made(), blocks))
  }
  // Other load only makes a round slower, so the best one tells.
  const best = sounds.map(({ taken }) => Math.min(...taken))
  sounds.forEach(({ sound, taken }, at) =>
    console.log(`${name}, ${sound}: ${best[at]!.toFixed(1)} ms a minute at best, median ${median(taken).toFixed(1)}`),
  )
  if (Math.max(...best) > MOST * best[0]!) process.exitCode = 1
}
