import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMatroska } from '#domain/track/matroska.ts'
import { readMovie } from '#domain/track/movie.ts'
import { findMpegAudio } from '#domain/track/mpeg-audio.ts'

/** MPEG-1 Layer III, 128 kbit/s, 44.1 kHz: 417 bytes. */
const frame = (): number[] => [0xff, 0xfb, 0x90, 0, ...Array.from({ length: 413 }, () => 0)]

test('frames that follow each other are an MP3, wherever they begin; one alone is chance', () => {
  const bytes = Uint8Array.from([0, 1, 2, ...frame(), ...frame(), ...frame()])
  expect(findMpegAudio(bytes, { isWhole: false })).toEqual({ format: 'mp3', offset: 3, namesDelay: false })
  expect(findMpegAudio(bytes.subarray(0, 3 + 417), { isWhole: true })).toBeNull()
})

test('an encoder that is known by its tag names its delay', () => {
  const first = frame()
  first.splice(36, 4, ...Buffer.from('Info'))
  first.splice(44, 4, ...Buffer.from('LAME'))
  const found = findMpegAudio(Uint8Array.from([...first, ...frame(), ...frame()]), { isWhole: true })
  expect(found).toMatchObject({ namesDelay: true })
})

test('no bytes break what reads them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('', 'trak', 'mdia'), (bytes, type) => {
      const boxed = Uint8Array.from([0, 0, 0, 8 + (bytes.length % 200), ...Buffer.from(type), ...bytes])
      for (const given of [bytes, boxed]) {
        findMpegAudio(given, { isWhole: true })
        readMovie(given)
        readMatroska(given)
      }
    }),
  )
})
