import * as fc from 'fast-check'
import { err, ok, type Result } from 'neverthrow'
import { expect, it } from 'vitest'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import { concatenated, type WrittenSound, writtenSounds } from './flac-sounds.ts'
import { writtenHead } from './flac-writer.ts'

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Result<Uint8Array, never>> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!
    yield ok(bytes.subarray(at, at + size))
    at += size
  }
}

async function* broken(): AsyncGenerator<Result<Uint8Array, 'away'>> {
  yield ok(Uint8Array.of(0x66))
  yield err('away')
}

const sizes = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 700 })), { minLength: 1, maxLength: 5 })

/** What comes out, copied: a block is valid until the next but one is asked for. */
const itemsOf = async <Fault>(chunks: AsyncIterable<Result<Uint8Array, Fault>>) => {
  const items = []
  for await (const block of flacBlocks(chunks)) items.push(block.map((samples) => samples.slice()))
  return items
}

const blocksOf = ({ blocks }: WrittenSound) => blocks.map((block) => ok(block))

it('gives out the frames one after the other, in whatever chunks they come', () =>
  fc.assert(
    fc.asyncProperty(writtenSounds(), sizes, async (sound, chunks) => {
      expect(await itemsOf(inChunks(sound.file, chunks))).toEqual(blocksOf(sound))
    }),
  ))

it('does not read what follows the last sample', () =>
  fc.assert(
    fc.asyncProperty(
      writtenSounds().filter(({ format }) => format.frames > 0),
      fc.uint8Array({ maxLength: 200 }),
      sizes,
      async (sound, tail, chunks) => {
        const file = concatenated([sound.file, tail])
        expect(await itemsOf(inChunks(file, chunks))).toEqual(blocksOf(sound))
      },
    ),
  ))

it('ends with a fault where the file is cut, unless that is between frames and nobody knows how many there were', () =>
  fc.assert(
    fc.asyncProperty(writtenSounds(), fc.nat(), sizes, async (sound, anywhere, chunks) => {
      const length = anywhere % sound.file.length
      const ends = sound.frames.map((_, at) => concatenated([sound.head, ...sound.frames.slice(0, at)]).length)
      const whole = ends.filter((end) => end <= length).length - 1
      const items = await itemsOf(inChunks(sound.file.subarray(0, length), chunks))
      const isBetween = ends[whole] === length && sound.format.frames === 0
      const fault = whole < 0 ? { type: 'NotFlac' } : { type: 'FlacDamaged', byte: ends[whole] }
      expect(items).toEqual([...blocksOf(sound).slice(0, Math.max(0, whole)), ...(isBetween ? [] : [err(fault)])])
    }),
  ))

it('ends with a fault where a frame is missing', () =>
  fc.assert(
    fc.asyncProperty(
      writtenSounds().filter(({ frames }) => frames.length > 2),
      async (sound) => {
        const file = concatenated([sound.head, sound.frames[0]!, ...sound.frames.slice(2)])
        const byte = sound.head.length + sound.frames[0]!.length
        const items = await itemsOf(inChunks(file, [1000]))
        expect(items).toEqual([ok(sound.blocks[0]), err({ type: 'FlacDamaged', byte })])
      },
    ),
  ))

it('passes on the fault of its source', async () => {
  expect(await itemsOf(broken())).toEqual([err('away')])
})

it('refuses what is not at 48 kHz', async () => {
  const head = writtenHead({ blocks: [16, 16], rate: 44_100, channels: 1, bits: 16, frames: 0 })
  const refused = err({ type: 'UnsupportedFlac', rate: 44_100, channels: 1 })
  expect(await itemsOf(inChunks(head, [1000]))).toEqual([refused])
})

it('is silent where a file has no frames', async () => {
  const head = writtenHead({ blocks: [16, 16], rate: 48_000, channels: 1, bits: 16, frames: 0 })
  expect(await itemsOf(inChunks(head, [5]))).toEqual([])
})
