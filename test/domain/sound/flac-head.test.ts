import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { errorIn, valueIn } from '../outcome.ts'
import { writtenHead } from './flac-writer.ts'

const FORMAT = { blocks: [4608, 4608], rate: 48_000, channels: 2, bits: 24, frames: 2 ** 35 + 1 } as const

it('says what the file says of itself, and where the sound begins', () => {
  const head = writtenHead(FORMAT)
  expect(valueIn(readFlacHead(head))).toEqual({
    format: {
      rate: 48_000,
      channels: 2,
      bitsPerSample: 24,
      frames: 2 ** 35 + 1,
      minimumBlock: 4608,
      maximumBlock: 4608,
      maximumFrameBytes: null,
      md5: null,
    },
    audioStart: head.length,
  })
  expect(valueIn(readFlacHead(head.with(41, 0xaf).with(25, 1))).format.md5).toBe('00'.repeat(15) + 'af')
})

it('does not know the length of a file that was streamed', () =>
  expect(valueIn(readFlacHead(writtenHead({ ...FORMAT, frames: 0 }))).format.frames).toBeNull())

it('asks for what it lacks, and not for pictures and padding themselves', () => {
  const head = writtenHead(FORMAT, 60_000)
  const property = fc.property(fc.nat(45), (length) => {
    const { type, ...more } = errorIn(readFlacHead(head.subarray(0, length)))
    expect({ type, ...more }).toEqual({ type: 'NeedsMoreBytes', bytes: length < 42 ? 42 : 46 })
  })
  fc.assert(property)
  expect(valueIn(readFlacHead(head.subarray(0, 46))).audioStart).toBe(60_046)
})

it.each([
  ['another marker', writtenHead(FORMAT).with(3, 0x44)],
  ['another marker, cut', Uint8Array.of(0x66, 0x4c, 0x62)],
  ['no STREAMINFO', writtenHead(FORMAT).with(4, 1)],
  ['an impossible block', writtenHead(FORMAT).with(42, 0x7f)],
  ['no rate', writtenHead({ ...FORMAT, rate: 0 })],
  ['3 bits', writtenHead({ ...FORMAT, bits: 3 })],
  ['blocks of 15', writtenHead({ ...FORMAT, blocks: [15, 4608] })],
  ['a shortest block that is longer than the longest', writtenHead({ ...FORMAT, blocks: [4608, 4607] })],
])('is not taken for FLAC: %s', (_, bytes) => expect(errorIn(readFlacHead(bytes))).toEqual({ type: 'NotFlac' }))

it('refuses surround, and says so', () =>
  expect(errorIn(readFlacHead(writtenHead({ ...FORMAT, channels: 6 })))).toEqual({
    type: 'UnsupportedFlac',
    rate: 48_000,
    channels: 6,
  }))
