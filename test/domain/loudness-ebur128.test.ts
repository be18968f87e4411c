import { expect, it } from 'vitest'
import { loudnessMeter } from '#domain/sound/loudness.ts'
import { loudnessByEbur128 } from '#test/sound/ebur128.ts'
import { SOUNDS } from '#test/sound/songs.ts'

it.each(SOUNDS)('$name is as loud as another implementation of BS.1770 finds it', async ({ block }) => {
  const meter = loudnessMeter()
  meter.add(block)
  const theirs = await loudnessByEbur128(block)
  expect(Math.abs(meter.integrated()! - theirs)).toBeLessThan(0.01)
})
