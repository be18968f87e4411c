import { expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks, playing } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { KINDS, newFolder } from './support.ts'

/** What precedes the sound in ffmpeg's AAC. */
const PRIMING = 1024

/** The clock of the movie, and its first edit: how long it lasts by that clock, and the sample it begins at. */
const edit = (file: Buffer) => {
  const [header, list] = [file.indexOf('mvhd'), file.indexOf('elst')]
  return {
    clock: file.readUInt32BE(header + 16),
    lasts: file.readUInt32BE(list + 12),
    begins: file.readUInt32BE(list + 16),
  }
}

// With a clock of milliseconds, which is ffmpeg's default, the last of 1,025 frames would be lost, and of one frame all.
test.each([1, 1023, 1024, 1025, 5000])(
  'an AAC master of %i frames says its end, and keeps its last',
  async (frames) => {
    const audio = new FfmpegAudio(await KINDS['as WebAssembly']!(), { folder: await newFolder() })
    const sound = tone(440, frames, 0.5)
    const encoded = audio.encode(playing(interleave(sound, sound)), { format: 'm4a' })
    const file = Buffer.from(valueOf(await gatherBytes(encoded)))
    expect(edit(file)).toEqual({ clock: SAMPLE_RATE, lasts: frames, begins: PRIMING })
    const decoded = audio.decode({ format: 'm4a', bytes: arriving(file) }, { maximumFrames: Infinity })
    const { length } = valueOf(await gatherBlocks(decoded))
    expect(length / 2).toBe(Math.ceil(frames / 1024) * 1024)
  },
)
