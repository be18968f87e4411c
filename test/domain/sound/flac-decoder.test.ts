import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { crc16 } from '#domain/sound/flac-checksums.ts'
import { flacDecoder } from '#domain/sound/flac-decoder.ts'
import { type FlacFrameHeader, readFrameHeader } from '#domain/sound/flac-frame-header.ts'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { errorIn, valueIn } from '../outcome.ts'
import { bits } from '../sounds.ts'
import { chance, concatenated, type WrittenSound, writtenSounds } from './flac-sounds.ts'
import { type SubframeChoice, writtenFrame, writtenHead } from './flac-writer.ts'

const RATES = [48_000, 44_100, 96_000, 12_345, 655_350, 22_000, 8_000] as const

const decoderOf = ({ head }: Pick<WrittenSound, 'head'>) => flacDecoder(valueIn(readFlacHead(head)).format)

const PLAIN: SubframeChoice = {
  kind: 'verbatim',
  coefficients: [],
  precision: 1,
  shift: 0,
  method: 0,
  partitionOrder: 0,
  parameter: 0,
}

/** A sound of so many counted frames of noise, 24 bits. */
const noisy = (count: number): WrittenSound => {
  const next = chance(5)
  const format = { blocks: [64, 64], rate: 48_000, channels: 2, bits: 24, frames: 64 * count } as const
  const channels = Array.from({ length: count }, () =>
    [0, 1].map(() => Array.from({ length: 64 }, () => Math.floor((next() - 0.5) * 2 ** 24))),
  )
  const frames = channels.map((both, number) =>
    writtenFrame(both, {
      number,
      isCounted: true,
      channelCode: 1,
      rate: 48_000,
      bits: 24,
      isTerse: false,
      subframes: [
        {
          ...PLAIN,
          kind: 'fixed',
          coefficients: [1],
          method: 1,
          parameter: 2,
        },
        PLAIN,
      ],
    }),
  )
  const head = writtenHead(format)
  const firstFrames = frames.map((_, at) => 64 * at)
  return { format, head, frames, file: concatenated([head, ...frames]), blocks: [], firstFrames }
}

it('gives back every sample, whatever the frame is written with', () => {
  const property = fc.property(writtenSounds({ rates: RATES }), (sound) => {
    const { format, audioStart } = valueIn(readFlacHead(sound.file))
    // Into memory that was used before, too.
    const decoder = flacDecoder(format, (samples) => new Float32Array(samples).fill(7))
    let at = audioStart
    sound.blocks.forEach((block, frame) => {
      const found = valueIn(decoder.frameAt(sound.file, at))
      expect(found.firstFrame).toBe(sound.firstFrames[frame])
      expect(found.length).toBe(block.length / 2)
      expect(bits(found.samples)).toEqual(bits(block))
      at = found.endByte
    })
    expect(at).toBe(sound.file.length)
  })
  fc.assert(property, { numRuns: 400 })
})

it('gives the same without WebAssembly, even of what no encoder writes', () => {
  // What says how a channel is written stands first.
  const changes = fc.array(fc.tuple(fc.oneof(fc.nat(2), fc.nat(9), fc.nat()), fc.nat(7)), { maxLength: 3 })
  const property = fc.property(writtenSounds({ bits: [8, 16, 23, 24] }), changes, fc.nat(), (sound, flipped, cut) => {
    const { format } = valueIn(readFlacHead(sound.file))
    const frame = sound.frames[0]!.slice()
    const header = readFrameHeader(format, frame, 0) as FlacFrameHeader
    const inside = frame.length - header.bytes - 2
    for (const [at, bit] of flipped) frame[header.bytes + (at % inside)]! ^= 1 << bit
    const sum = crc16(frame, 0, frame.length - 2)
    frame[frame.length - 2] = sum >> 8
    frame[frame.length - 1] = sum & 0xff
    const bytes = concatenated([frame, sound.file]).subarray(0, frame.length + (cut % 99) - 30)
    const decoder = flacDecoder(format)
    // What it leaves in the kernels' memory must not complete what is cut.
    decoder.frameAt(concatenated([frame, sound.file]), 0).isOk()
    expect(decoder.frameAt(bytes, 0)).toEqual(flacDecoder(format, undefined, null).frameAt(bytes, 0))
  })
  fc.assert(property, { numRuns: 2500 })
})

it('finds the next frame and its place from any byte on, and asks for more where it is cut', () => {
  const property = fc.property(writtenSounds(), fc.nat(), fc.nat(), (sound, anywhere, cut) => {
    const decoder = decoderOf(sound)
    const from = anywhere % (sound.file.length + 1)
    const starts = sound.frames.map((_, at) => concatenated([sound.head, ...sound.frames.slice(0, at)]).length)
    const next = starts.findIndex((start) => start >= from)
    const found = decoder.nextFrame(sound.file, from, { isWhole: true })
    if (next < 0) {
      expect(errorIn(found).type).toBe('NoFlacFrame')
      return
    }
    expect(valueIn(found)).toMatchObject({ startByte: starts[next], firstFrame: sound.firstFrames[next] })
    const length = starts[next]! + (cut % sound.frames[next]!.length)
    const more = errorIn(decoder.nextFrame(sound.file.subarray(0, length), from))
    expect(more.type === 'NeedsMoreBytes' && more.from).toBeLessThanOrEqual(starts[next]!)
  })
  fc.assert(property, { numRuns: 300 })
})

it('takes no frame of which a bit has changed', () => {
  const sound = noisy(1)
  const frame = sound.frames[0]!
  const decoder = decoderOf(sound)
  expect(decoder.frameAt(frame, 0).isOk()).toBe(true)
  for (let bit = 0; bit < 8 * frame.length; bit++) {
    const changed = frame.with(bit >> 3, frame[bit >> 3]! ^ (1 << (bit & 7)))
    expect(decoder.frameAt(changed, 0).isErr(), `bit ${bit}`).toBe(true)
  }
})

it('asks for more where a byte is missing, even if that is a zero', () => {
  const sound = noisy(1000)
  const decoder = decoderOf(sound)
  const ends = sound.frames.filter((frame) => frame.at(-1) === 0)
  expect(ends).not.toHaveLength(0)
  for (const frame of ends) expect(errorIn(decoder.frameAt(frame.subarray(0, -1), 0)).type).toBe('NeedsMoreBytes')
})

it('passes over a damaged frame to the next one', () => {
  const sound = noisy(3)
  const file = sound.file.slice()
  const [start, second] = [sound.head.length, sound.head.length + sound.frames[0]!.length]
  file[start + 40]! ^= 4
  const decoder = decoderOf(sound)
  expect(errorIn(decoder.frameAt(file, start))).toEqual({ type: 'FlacDamaged', byte: start })
  expect(valueIn(decoder.nextFrame(file, start))).toMatchObject({ startByte: second, firstFrame: 64 })
})

it('takes frames of this sound alone', () => {
  const sound = noisy(2)
  const frame = sound.frames[1]!
  const is = (format: Partial<typeof sound.format>) =>
    decoderOf({ head: writtenHead({ ...sound.format, ...format }) })
      .frameAt(frame, 0)
      .isOk()
  expect(is({})).toBe(true)
  expect(is({ rate: 44_100 })).toBe(false)
  expect(is({ bits: 16 })).toBe(false)
  expect(is({ channels: 1 })).toBe(false)
  expect(is({ blocks: [32, 32] })).toBe(false)
  expect(is({ frames: 127 })).toBe(false)
})

const fourBits = (samples: number[]) =>
  writtenFrame([samples, samples.map(() => 7)], {
    number: 0,
    isCounted: true,
    channelCode: 9,
    rate: 48_000,
    bits: 4,
    isTerse: true,
    subframes: [PLAIN, PLAIN],
  })

it('refuses samples beyond full scale, even where the checksum is right', () => {
  const decoder = decoderOf({ head: writtenHead({ blocks: [16, 16], rate: 48_000, channels: 2, bits: 4, frames: 16 }) })
  const samples = Array.from({ length: 16 }, () => 3)
  expect(decoder.frameAt(fourBits(samples), 0).isOk()).toBe(true)
  expect(errorIn(decoder.frameAt(fourBits(samples.with(9, 8)), 0)).type).toBe('FlacDamaged')
})

it.each(['fixed', 'linear'] as const)('refuses what would come back into range in 32 bits, predicted by %s', (kind) => {
  const format = { blocks: [16, 16], rate: 48_000, channels: 1, bits: 24, frames: 16 } as const
  const decoder = decoderOf({ head: writtenHead(format) })
  const frameOf = (samples: readonly number[]) =>
    writtenFrame([samples], {
      number: 0,
      isCounted: true,
      channelCode: 0,
      rate: 48_000,
      bits: 24,
      isTerse: false,
      subframes: [{ ...PLAIN, kind, coefficients: [1], precision: 3, method: 1, parameter: 5, isWild: true }, PLAIN],
    })
  // Multiples of 2²⁰ are written without their zeros.
  for (const step of [2 ** 20, 1]) {
    const samples = Array.from({ length: 16 }, (_, at) => (at % 7) * step)
    expect(decoder.frameAt(frameOf(samples), 0).isOk()).toBe(true)
    expect(errorIn(decoder.frameAt(frameOf(samples.with(9, 2 ** 32 + 2 * step)), 0)).type).toBe('FlacDamaged')
  }
})

it('waits for no more than a frame can have, however long a damaged one claims to be', () => {
  const sound = noisy(1)
  const decoder = decoderOf(sound)
  // A type and the flag of wasted bits, and then zeros without an end.
  const endless = concatenated([sound.frames[0]!.subarray(0, 7), Uint8Array.of(3), new Uint8Array(70_000)])
  expect(errorIn(decoder.frameAt(endless.subarray(0, 60_000), 0)).type).toBe('NeedsMoreBytes')
  expect(errorIn(decoder.frameAt(endless, 0)).type).toBe('FlacDamaged')
})

it('takes any bytes and never throws', () => {
  const damage = fc.record({
    sound: writtenSounds(),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
    cut: fc.nat(),
    tail: fc.uint8Array({ maxLength: 60 }),
  })
  const property = fc.property(damage, fc.nat(), ({ sound, changes, cut, tail }, from) => {
    const file = concatenated([sound.file.subarray(0, cut % (sound.file.length + 1)), tail])
    for (const [at, byte] of changes) if (file.length > 0) file[at % file.length] = byte
    const head = readFlacHead(file)
    const decoder = head.isOk() ? flacDecoder(head.value.format) : decoderOf(sound)
    const at = from % (file.length + 1)
    const frame = decoder.nextFrame(file, at, { isWhole: true })
    if (frame.isOk()) expect(frame.value.samples.every((sample) => sample >= -1 && sample <= 1)).toBe(true)
    decoder.frameAt(file, at).isOk()
  })
  fc.assert(property, { numRuns: 500 })
})

it('is done with a megabyte of nothing but beginnings in no time', () => {
  const sound = noisy(1)
  const header = sound.frames[0]!.subarray(0, 7)
  const file = new Uint8Array(2 ** 20)
  for (let at = 0; at + header.length <= file.length; at += header.length) file.set(header, at)
  const before = process.cpuUsage().user
  expect(errorIn(decoderOf(sound).nextFrame(file, 0, { isWhole: true })).type).toBe('NoFlacFrame')
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(5)
})
