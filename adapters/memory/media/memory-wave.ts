import { err, ok, type Result } from 'neverthrow'
import type { AudioFault } from '#application/track/audio.ts'
import type { StereoBlock } from '#domain/mix/mixer.ts'
import { SAMPLE_RATE } from '#domain/track/track.ts'

/** Samples of a WAV file, interleaved, full scale ±1. */
export type Wave = { readonly channels: 1 | 2; readonly samples: Float32Array }

/** Format tags of RIFF WAVE (Microsoft, RFC 2361); the extensible one says in its sub-format which of the others it is. */
const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
const SUB_FORMAT_AT = 24

const HEADER_BYTES = 44

type Chunk = { readonly name: string; readonly body: Buffer }

const undecodable = (cause: string): AudioFault => ({ type: 'AudioUndecodable', cause })

/** Chunks of the file; the last may be shorter than it says, as it is in a recording that was cut off. */
const chunksOf = (file: Buffer): readonly Chunk[] => {
  const chunks: Chunk[] = []
  for (let at = 12; at + 8 <= file.length;) {
    const size = file.readUInt32LE(at + 4)
    chunks.push({ name: file.toString('latin1', at, at + 4), body: file.subarray(at + 8, at + 8 + size) })
    at += 8 + size + (size % 2)
  }
  return chunks
}

const READ_SAMPLE: ReadonlyMap<string, (data: Buffer, at: number) => number> = new Map([
  [`${PCM}/16`, (data: Buffer, at: number) => data.readInt16LE(at) / 2 ** 15],
  [`${PCM}/24`, (data: Buffer, at: number) => data.readIntLE(at, 3) / 2 ** 23],
  [`${FLOAT}/32`, (data: Buffer, at: number) => data.readFloatLE(at)],
])

/** Reads a WAV file at 48 kHz, one or two channels, 16 or 24 bit or 32-bit float. */
export const readWave = (file: Buffer): Result<Wave, AudioFault> => {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    return err(undecodable('no RIFF WAVE'))
  }
  const chunks = chunksOf(file)
  const format = chunks.find(({ name }) => name === 'fmt ')?.body
  const data = chunks.find(({ name }) => name === 'data')?.body
  if (format === undefined || format.length < 16 || data === undefined) return err(undecodable('cut off in the header'))
  const tag = format.readUInt16LE(0)
  const isExtended = tag === EXTENSIBLE && format.length >= SUB_FORMAT_AT + 2
  const channels = format.readUInt16LE(2)
  const bits = format.readUInt16LE(14)
  const read = READ_SAMPLE.get(`${isExtended ? format.readUInt16LE(SUB_FORMAT_AT) : tag}/${bits}`)
  if (read === undefined || format.readUInt32LE(4) !== SAMPLE_RATE || (channels !== 1 && channels !== 2)) {
    return err(undecodable(`format ${tag}, ${bits} bit, ${channels} channels`))
  }
  const width = bits / 8
  const frames = Math.floor(data.length / (width * channels))
  return ok({ channels, samples: Float32Array.from({ length: frames * channels }, (_, at) => read(data, at * width)) })
}

/** One channel sounds on both sides at its own level. */
export const toStereo = ({ channels, samples }: Wave): StereoBlock =>
  channels === 2 ? samples : Float32Array.from({ length: samples.length * 2 }, (_, at) => samples[at >> 1]!)

/** A float WAV of the blocks, 48 kHz stereo. */
export const writeWave = (blocks: readonly StereoBlock[]): Uint8Array => {
  const bytes = blocks.reduce((sum, block) => sum + block.byteLength, 0)
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(FLOAT, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(SAMPLE_RATE, 24)
  header.writeUInt32LE(SAMPLE_RATE * 8, 28)
  header.writeUInt16LE(8, 32)
  header.writeUInt16LE(32, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(bytes, 40)
  return Buffer.concat([
    header,
    ...blocks.map((block) => new Uint8Array(block.buffer, block.byteOffset, block.byteLength)),
  ])
}
