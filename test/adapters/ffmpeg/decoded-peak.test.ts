import { ok } from 'neverthrow'
import { expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { masterBus } from '#application/mix/master-sound.ts'
import { MASTER_FORMAT_FACTS, type MasterFormat } from '#domain/mix/master-format.ts'
import type { MasterSettings } from '#domain/mix/recipe.ts'
import { type BlockStream, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { levelMeter } from '#domain/sound/level-meter.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { music, noise } from '#test/domain/sounds.ts'
import { newFolder } from './support.ts'

const FRAMES = 6 * SAMPLE_RATE

const SOUNDS: Readonly<Record<string, () => StereoBlock>> = {
  music: () => music(FRAMES, 3),
  noise: () => Float32Array.from({ length: 2 * FRAMES }, noise(5)),
  'a square wave': () =>
    Float32Array.from({ length: 2 * FRAMES }, (_, at) => (Math.floor(at / 2) % 109 < 54 ? 0.7 : -0.7)),
}
const LOSSY: readonly MasterFormat[] = ['mp3', 'm4a', 'opus']
const settings = { loudness: -800, ceiling: -100 } as MasterSettings

async function* playing(sound: StereoBlock): BlockStream<never> {
  for (let at = 0; at < sound.length; at += 16_384) yield ok(sound.subarray(at, at + 16_384))
}

const cases = Object.keys(SOUNDS).flatMap((sound) => LOSSY.map((format) => ({ sound, format })))

test.each(cases)(
  '$sound, limited hard, is decoded from $format with no true peak above −1 dBTP',
  async ({ sound, format }) => {
    const folder = await newFolder()
    const audio = new FfmpegAudio(await nativeFfmpeg(), { folder })
    const staging = new FileSystemStaging(folder)
    const deps = { staging, audioDecoder: audio, audioEncoder: audio }
    const request = { format }
    const { file, mastered } = await valueOf(masterBus(deps, { settings, bus: playing(SOUNDS[sound]!()), request }))
    const meter = levelMeter()
    const encoded = { format: MASTER_FORMAT_FACTS[format].readAs, bytes: staging.read(file) }
    for await (const block of audio.decode(encoded, { maximumFrames: 2 * FRAMES })) meter.add(block._unsafeUnwrap())
    const { truePeak, loudness } = meter.levels()
    expect(truePeak).toBeLessThanOrEqual(-1)
    // Codecs leave out what is above 16 to 19 kHz, of which only noise has much.
    expect(Math.abs(loudness! - mastered.loudness!)).toBeLessThanOrEqual(sound === 'noise' ? 1.5 : 0.4)
  },
)
