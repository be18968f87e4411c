import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks, playing } from '#adapters/testing/sound/streams.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { side } from '#adapters/testing/sound/tone.ts'
import { madeByFfmpeg } from '#test/audio/encoded.ts'
import { readLameTag, slowCrc16 } from '#test/audio/lame-tag-reader.ts'
import { music } from '#test/audio/music.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'

/** Samples per channel of a piece. */
const PIECE = 1875 * 1152
const TAG_BYTES = 192

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundhub-pieces-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Run = { readonly processors?: number; readonly blockFrames?: number; readonly frames?: number }

const encode = async (sound: Float32Array, run: Run = {}): Promise<Buffer> => {
  const { processors = 2, blockFrames = 4096, frames } = run
  const request = { format: 'mp3', ...(frames === undefined ? {} : { frames }) } as const
  const audio = new FfmpegAudio(await nativeFfmpeg(), { folder, processors })
  return Buffer.from(valueOf(await gatherBytes(audio.encode(playing(sound, blockFrames), request))))
}

const decode = async (file: Uint8Array): Promise<Float32Array> => {
  const audio = new FfmpegAudio(await nativeFfmpeg(), { folder })
  const blocks = audio.decode({ format: 'mp3', bytes: arriving(file) }, { maximumFrames: Infinity })
  return valueOf(await gatherBlocks(blocks))
}

/** Mean square of what the codec changed, from one frame to another; `lag` shifts what it returned. */
const residual = (sound: Float32Array, heard: Float32Array, from: number, to: number, lag = 0): number => {
  let sum = 0
  for (let at = 2 * from; at < 2 * to; at++) sum += (heard[at + 2 * lag]! - sound[at]!) ** 2
  return sum / (2 * (to - from))
}

/** The same in the 4,000 frames around one. */
const around = (sound: Float32Array, heard: Float32Array, joint: number): number =>
  residual(sound, heard, joint - 2000, joint + 2000)

const decibels = (power: number): number => 10 * Math.log10(power)

const PLAIN_V2 = ['-i', 'input.wav', '-c:a', 'libmp3lame', '-q:a', '2', 'out.mp3']

describe('an MP3 of three pieces', () => {
  const sound = music(2 * PIECE + 100_000)
  const length = sound.length / 2
  let file: Buffer
  let heard: Float32Array
  let atOnce: Float32Array
  beforeAll(async () => {
    file = await encode(sound)
    heard = await decode(file)
    atOnce = await decode(await madeByFfmpeg(waveFile({ channels: [side(sound, 0), side(sound, 1)] }), PLAIN_V2))
  }, 120_000)

  test('is as long as the sound and aligned to the sample', () => {
    expect(heard.length).toBe(sound.length)
    const lags = [-2, -1, 0, 1, 2]
    const differences = lags.map((lag) => residual(sound, heard, 1000, PIECE, lag))
    expect(lags[differences.indexOf(Math.min(...differences))]).toBe(0)
  })

  test('differs from the sound no more than one that is encoded at once', () => {
    const pieces = decibels(residual(sound, heard, 0, length))
    expect(Math.abs(pieces - decibels(residual(sound, atOnce, 0, length)))).toBeLessThan(0.5)
  })

  test('has no click where pieces join', () => {
    // The beat repeats every 12,000 frames and PIECE is a multiple of that: compare like with like.
    const elsewhere = Array.from({ length: 40 }, (_, beat) => around(sound, heard, PIECE / 2 + 12_000 * beat))
    for (const joint of [PIECE, 2 * PIECE])
      expect(around(sound, heard, joint)).toBeLessThanOrEqual(Math.max(...elsewhere))
  })

  test('is the same for every number of processors and size of blocks', async () => {
    expect((await encode(sound, { processors: 1, blockFrames: 777_777 })).equals(file)).toBe(true)
  })

  test('is the same where encoders were started for it before, be they too few or too many', async () => {
    expect((await encode(sound, { frames: length })).equals(file)).toBe(true)
    expect((await encode(sound, { frames: 1 })).equals(file)).toBe(true)
    const short = sound.subarray(0, 2 * PIECE)
    expect((await encode(short, { frames: length })).equals(await encode(short))).toBe(true)
  })

  test('begins with a LAME tag that tells what follows', () => {
    const tag = readLameTag(file)
    expect(tag.bytes).toBe(file.length)
    expect(tag.frames * 1152).toBe(tag.delay + length + tag.padding)
    expect(tag.musicCrc).toBe(slowCrc16(file.subarray(TAG_BYTES)))
    expect(tag.tagCrc).toBe(slowCrc16(file.subarray(0, TAG_BYTES - 2)))
  })

  test('has a table of contents that leads near to each per cent of the time', async () => {
    const { toc, frames } = readLameTag(file)
    const starts: number[] = []
    for (
      let at = TAG_BYTES;
      at < file.length;
      at += 3 * [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320][file[at + 2]! >> 4]!
    ) {
      starts.push(at)
    }
    expect(starts.length).toBe(frames)
    for (const [percent, part] of toc.entries()) {
      const exact = (256 * starts[Math.floor((percent * frames) / 100)]!) / file.length
      expect(Math.abs(part - exact)).toBeLessThan(1.5)
    }
  })
})

test.each([1, 1151, 1152, PIECE - 1, PIECE, PIECE + 1, PIECE + 8 * 1152 + 1])(
  'of %i samples none is lost or added',
  async (frames) => {
    const file = await encode(music(frames))
    expect((await decode(file)).length).toBe(2 * frames)
  },
)
