import { expect, test } from 'vitest'
import { MASTER_FORMAT_FACTS, MASTER_FORMATS, parseMasterFormat } from '#domain/mix/master-format.ts'
import { parseMediaPath } from '#domain/track/track.ts'

test('a master is asked for by the names of its formats and by no other', () => {
  expect(MASTER_FORMATS.map(parseMasterFormat)).toEqual(MASTER_FORMATS)
  for (const other of ['', 'MP3', 'ogg', 'toString', '__proto__', null, 3]) expect(parseMasterFormat(other)).toBeNull()
})

test('every format is a file that can be stored and that is sent as sound', () => {
  for (const format of MASTER_FORMATS) {
    expect(parseMediaPath(`user_1/Post_1/master_r1_a1.${format}`)).not.toBeNull()
    expect(MASTER_FORMAT_FACTS[format].mediaType).toMatch(/^audio\//)
  }
})

test('those without loss are FLAC and WAV', () => {
  expect(MASTER_FORMATS.filter((format) => MASTER_FORMAT_FACTS[format].isLossless)).toEqual(['flac', 'wav'])
})
