import { SAMPLE_RATE } from '#domain/track/track.ts'

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
/** The part of the sub-format's identity that is the same for all of them. */
const SUB_FORMAT = Buffer.from('000000001000800000aa00389b71', 'hex')

/** A RIFF WAVE file, its header always the extensible one. */
export const waveFile = ({ channels, rate = SAMPLE_RATE, sample = 'float32', speakers = 0 }: WaveFile): Buffer => {
  const width = { pcm16: 2, pcm24: 3, float32: 4 }[sample]
  const frames = channels[0]?.length ?? 0
  const frameBytes = width * channels.length
  const file = Buffer.alloc(HEADER_BYTES + frames * frameBytes)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(40, 16)
  file.writeUInt16LE(EXTENSIBLE, 20)
  file.writeUInt16LE(channels.length, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * frameBytes, 28)
  file.writeUInt16LE(frameBytes, 32)
  file.writeUInt16LE(width * 8, 34)
  file.writeUInt16LE(22, 36)
  file.writeUInt16LE(width * 8, 38)
  file.writeUInt32LE(speakers, 40)
  file.writeUInt16LE(sample === 'float32' ? FLOAT : PCM, 44)
  SUB_FORMAT.copy(file, 46)
  file.write('data', 60, 'latin1')
  file.writeUInt32LE(frames * frameBytes, 64)
  let at = HEADER_BYTES
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) {
      const value = channel[frame]!
      if (sample === 'float32') file.writeFloatLE(value, at)
      else file.writeIntLE(Math.round(value * (2 ** (width * 8 - 1) - 1)), at, width)
      at += width
    }
  }
  return file
}
