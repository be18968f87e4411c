import { expect, test } from 'vitest'
import { findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { missingCodecs } from '#adapters/ffmpeg/missing-codecs.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { fakeFfmpeg, SEARCH_PATH } from './support.ts'

test('an ffmpeg that the tests run with lacks nothing', async () => {
  expect(await missingCodecs(await nativeFfmpeg())).toEqual([])
})

test('what a small build lacks is named', async () => {
  const { path } = await nativeFfmpeg()
  const small = await fakeFfmpeg(`"${path}" "$@" | grep -v -e libopus -e ' opus ' -e ' fifo '`)
  const found = valueOf(await findFfmpeg({ searchPath: SEARCH_PATH, named: small }))
  expect(await missingCodecs(found)).toEqual(['encoder libopus', 'decoder opus', 'muxer fifo'])
})
