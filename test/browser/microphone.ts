import { writeFile } from 'node:fs/promises'
import { SAMPLE_RATE } from '#domain/sound/block.ts'

const BYTES = 2
const HEADER_BYTES = 44
const FULL_SCALE = 32_767

/** Chromium's simulated microphone takes 16 bits of the plainest format. */
export const writeWave = async (path: string, sound: Float32Array): Promise<void> => {
  const size = BYTES * sound.length
  const file = Buffer.alloc(HEADER_BYTES + size)
  file.write('RIFF', 0)
  file.writeUInt32LE(HEADER_BYTES - 8 + size, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(SAMPLE_RATE, 24)
  file.writeUInt32LE(SAMPLE_RATE * BYTES, 28)
  file.writeUInt16LE(BYTES, 32)
  file.writeUInt16LE(8 * BYTES, 34)
  file.write('data', 36)
  file.writeUInt32LE(size, 40)
  for (const [at, sample] of sound.entries())
    file.writeInt16LE(Math.round(sample * FULL_SCALE), HEADER_BYTES + BYTES * at)
  await writeFile(path, file)
}

/** Ten seconds of a tone. */
export const tone = (): Float32Array =>
  Float32Array.from({ length: 10 * SAMPLE_RATE }, (_, at) => 0.4 * Math.sin((2 * Math.PI * at * 440) / SAMPLE_RATE))
