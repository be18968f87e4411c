import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { StereoBlock } from '#domain/sound/block.ts'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { side } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { SOUNDS } from '#test/sound/songs.ts'
import { newFolder } from './support.ts'

const run = promisify(execFile)

/** What the filter ebur128 of ffmpeg reads at the end; it has one decimal. */
const loudnessByFfmpeg = async (block: StereoBlock): Promise<{ integrated: number; range: number }> => {
  const { path } = await nativeFfmpeg()
  const cwd = await newFolder()
  await writeFile(join(cwd, 'input.wav'), waveFile({ channels: [side(block, 0), side(block, 1)], speakers: 3 }))
  const filter = ['-i', 'input.wav', '-af', 'ebur128', '-f', 'null', '-']
  const { stderr } = await run(path, ['-nostdin', '-hide_banner', ...filter], { cwd, maxBuffer: 2 ** 24 })
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'))
  const read = (label: string) => Number(new RegExp(`${label}:\\s+(\\S+) LU`).exec(summary)?.[1])
  return { integrated: read('I'), range: read('LRA') }
}

test.each(SOUNDS)('$name is as loud as ffmpeg finds it', async ({ block }) => {
  const meter = loudnessMeter()
  meter.add(block)
  const theirs = await loudnessByFfmpeg(block)
  expect(Math.abs(meter.integrated()! - theirs.integrated)).toBeLessThanOrEqual(0.1)
  // ffmpeg rounds the rank of a percentile another way than Tech 3342, so it may give the loudness of a tenth of a second before.
  expect(Math.abs(meter.range()! - theirs.range)).toBeLessThanOrEqual(0.2)
})
