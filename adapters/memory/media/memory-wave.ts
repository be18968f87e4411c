import { err, ok, type Result } from 'neverthrow'
import type { AudioFault } from '#application/track/audio.ts'
import type { StereoBlock } from '#domain/sound/block.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { packPcm, quantised } from '#domain/sound/pcm.ts'
import { charactersOf, joined, viewOf, writeCharacters } from './bytes.ts'

/** Samples of a WAV file, interleaved, full scale ±1. */
export type Wave = { readonly channels: 1 | 2; readonly samples: Float32Array }

/** Format tags of RIFF WAVE (Microsoft, RFC 2361). The extensible format names one of the others in its sub-format. */
const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
const SUB_FORMAT_AT = 24

const HEADER_BYTES = 44

type Chunk = { readonly name: string; readonly body: Uint8Array }

const undecodable = (cause: string): AudioFault => ({ type: 'AudioUndecodable', cause })

/** The chunks of the file. The last one may be shorter than declared, as in a recording that was cut off. */
const chunksOf = (file: Uint8Array): readonly Chunk[] => {
  const chunks: Chunk[] = []
  const view = viewOf(file)
  for (let at = 12; at + 8 <= file.length;) {
    const size = view.getUint32(at + 4, true)
    chunks.push({ name: charactersOf(file.subarray(at, at + 4)), body: file.subarray(at + 8, at + 8 + size) })
    at += 8 + size + (size % 2)
  }
  return chunks
}

const READ_SAMPLE: ReadonlyMap<string, (data: DataView, at: number) => number> = new Map([
  [`${PCM}/16`, (data: DataView, at: number) => data.getInt16(at, true) / 2 ** 15],
  [`${PCM}/24`, (data: DataView, at: number) => (data.getUint8(at) | (data.getInt16(at + 1, true) << 8)) / 2 ** 23],
  [`${FLOAT}/32`, (data: DataView, at: number) => data.getFloat32(at, true)],
])

/** Reads a WAV file at 48 kHz, one or two channels, 16 or 24 bit or 32-bit float. */
export const readWave = (file: Uint8Array): Result<Wave, AudioFault> => {
  if (charactersOf(file.subarray(0, 4)) !== 'RIFF' || charactersOf(file.subarray(8, 12)) !== 'WAVE') {
    return err(undecodable('no RIFF WAVE'))
  }
  const chunks = chunksOf(file)
  const bodyOf = (wanted: string) => chunks.find(({ name }) => name === wanted)?.body
  const [header, body] = [bodyOf('fmt '), bodyOf('data')]
  if (header === undefined || header.length < 16 || body === undefined) return err(undecodable('cut off in the header'))
  const [format, data] = [viewOf(header), viewOf(body)]
  const tag = format.getUint16(0, true)
  const isExtended = tag === EXTENSIBLE && header.length >= SUB_FORMAT_AT + 2
  const channels = format.getUint16(2, true)
  const bits = format.getUint16(14, true)
  const read = READ_SAMPLE.get(`${isExtended ? format.getUint16(SUB_FORMAT_AT, true) : tag}/${bits}`)
  if (read === undefined || format.getUint32(4, true) !== SAMPLE_RATE || (channels !== 1 && channels !== 2)) {
    return err(undecodable(`format ${tag}, ${bits} bit, ${channels} channels`))
  }
  const width = bits / 8
  const frames = Math.floor(body.length / (width * channels))
  return ok({ channels, samples: Float32Array.from({ length: frames * channels }, (_, at) => read(data, at * width)) })
}

/** Stereo samples. A mono channel is played on both sides, unchanged. */
export const toStereo = ({ channels, samples }: Wave): StereoBlock =>
  channels === 2 ? samples : Float32Array.from({ length: samples.length * 2 }, (_, at) => samples[at >> 1]!)

/** How samples are written: 24-bit integers, to the nearest and within their range, or 32-bit float. */
export type SampleWidth = 24 | 32

const integers = (block: StereoBlock): Uint8Array => packPcm(quantised(block, 0))

/** Assumes a little-endian machine. */
const floats = (block: StereoBlock): Uint8Array => new Uint8Array(block.buffer, block.byteOffset, block.byteLength)

/** Writes the blocks as a WAV, 48 kHz stereo. */
export const writeWave = (blocks: readonly StereoBlock[], bits: SampleWidth): Uint8Array => {
  const samples = blocks.map(bits === 24 ? integers : floats)
  const bytes = samples.reduce((sum, block) => sum + block.byteLength, 0)
  const frameBytes = (2 * bits) / 8
  const header = new Uint8Array(HEADER_BYTES)
  const view = viewOf(header)
  writeCharacters(header, 0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + bytes, true)
  writeCharacters(header, 8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, bits === 24 ? PCM : FLOAT, true)
  view.setUint16(22, 2, true)
  view.setUint32(24, SAMPLE_RATE, true)
  view.setUint32(28, SAMPLE_RATE * frameBytes, true)
  view.setUint16(32, frameBytes, true)
  view.setUint16(34, bits, true)
  writeCharacters(header, 36, 'data')
  view.setUint32(40, bytes, true)
  return joined([header, ...samples])
}
