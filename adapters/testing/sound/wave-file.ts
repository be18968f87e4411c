import { SAMPLE_RATE } from '#domain/sound/block.ts'

export type WaveFile = {
  readonly channels: readonly Float32Array[]
  readonly rate?: number
  readonly sample?: 'pcm16' | 'pcm24' | 'float32'
  /** Speaker positions (WAVEFORMATEXTENSIBLE): 1 front left, 2 front right, 4 front centre. */
  readonly speakers?: number
}

const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
const HEADER_BYTES = 12 + 8 + 40 + 8
/** The part of the sub-format GUID that all formats share. */
const SUB_FORMAT = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]

/** Width in bytes and writer of each sample format. */
const SAMPLES = {
  pcm16: { width: 2, write: (view: DataView, at: number, value: number) => view.setInt16(at, scaled(value, 16), true) },
  pcm24: {
    width: 3,
    write: (view: DataView, at: number, value: number) => {
      view.setUint8(at, scaled(value, 24) & 0xff)
      view.setInt16(at + 1, scaled(value, 24) >> 8, true)
    },
  },
  float32: { width: 4, write: (view: DataView, at: number, value: number) => view.setFloat32(at, value, true) },
} as const

const scaled = (value: number, bits: number): number => Math.round(value * (2 ** (bits - 1) - 1))

/** A RIFF WAVE file with the extensible header. */
export const waveFile = ({
  channels,
  rate = SAMPLE_RATE,
  sample = 'float32',
  speakers = 0,
}: WaveFile): Uint8Array<ArrayBuffer> => {
  const { width, write } = SAMPLES[sample]
  const frames = channels[0]?.length ?? 0
  const frameBytes = width * channels.length
  const file = new Uint8Array(HEADER_BYTES + frames * frameBytes)
  const view = new DataView(file.buffer)
  const word = (text: string, at: number) =>
    file.set(
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
      at,
    )
  word('RIFF', 0)
  view.setUint32(4, file.length - 8, true)
  word('WAVEfmt ', 8)
  view.setUint32(16, 40, true)
  view.setUint16(20, EXTENSIBLE, true)
  view.setUint16(22, channels.length, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * frameBytes, true)
  view.setUint16(32, frameBytes, true)
  view.setUint16(34, width * 8, true)
  view.setUint16(36, 22, true)
  view.setUint16(38, width * 8, true)
  view.setUint32(40, speakers, true)
  view.setUint16(44, sample === 'float32' ? FLOAT : PCM, true)
  file.set(SUB_FORMAT, 46)
  word('data', 60)
  view.setUint32(64, frames * frameBytes, true)
  let at = HEADER_BYTES
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      write(view, at, channel[frame]!)
      at += width
    }
  }
  return file
}
