import { expect } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { encoded } from '../audio/encoded.ts'
import { nativeFfmpeg } from '../audio/native-ffmpeg.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { levelAt, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { client, join } from './client.ts'
import { until } from './until.ts'

/** A Soundhub that answers at `url`, and a way to the links it mails. */
export type Place = {
  readonly url: string
  readonly linkFor: (address: string) => Promise<string>
  readonly folder: string
}

/** The peak of every tone, full scale 1. */
export const LEVEL = 0.2
/** Pure tones lose up to 0.5 dB in MP3 (VBR V2), and a stem may have been one before. */
const WITHIN_DB = 1
const SILENT = 0.005

/** A WAV of one tone. */
export const sound = (hertz: number, seconds: number): Uint8Array =>
  waveFile({ channels: [tone(hertz, Math.round(seconds * SAMPLE_RATE), LEVEL)], sample: 'pcm16' })

/** One side of an MP3, decoded. */
export const heard = async (master: Uint8Array, folder: string): Promise<Float32Array> => {
  const audio = new FfmpegAudio(await nativeFfmpeg(), { folder })
  const blocks = audio.decode({ format: 'mp3', bytes: arriving(master) }, { maximumFrames: 3600 * SAMPLE_RATE })
  return side((await gatherBlocks(blocks))._unsafeUnwrap(), 0)
}

/**
 * The levels of a master, as they are to each other: all of it is brought to one loudness. 0 means that the frequency is not
 * to be heard.
 */
export const expectLevels = (channel: Float32Array, levels: Readonly<Record<number, number>>): void => {
  const found = Object.entries(levels).map(([hertz, level]) => ({
    hertz,
    level,
    heard: levelAt(channel, Number(hertz)),
  }))
  const [first] = found.filter(({ level }) => level > 0)
  const gain = first === undefined ? 1 : first.heard / first.level
  expect(gain, 'the gain of the master').toBeGreaterThan(0.1)
  for (const { hertz, level, heard: heardLevel } of found) {
    if (level === 0) expect(heardLevel / gain, `the level at ${hertz} Hz`).toBeLessThan(SILENT)
    else expect(Math.abs(20 * Math.log10(heardLevel / level / gain)), `dB off at ${hertz} Hz`).toBeLessThan(WITHIN_DB)
  }
}

/** Everything the first Soundhub is for, from the first sign-up to the last deletion, over HTTP and with real sound. */
export const tellTheStory = async ({ url, linkFor, folder }: Place): Promise<void> => {
  const guitarist = await join(url, 'guitarist', linkFor)
  const bassist = await join(url, 'bassist', linkFor)
  const anybody = client(url)

  const posted = await guitarist.post('Three chords', await encoded(sound(440, 3), 'flac'))
  expect(posted.status).toBe(201)
  expect(posted.body).toMatchObject({ title: 'Three chords', master_track: null, mix: null, num_comments: 0 })
  const post = posted.body.id

  const bass = (await bassist.comment(post, await encoded(sound(110, 5), 'mp3'))).body
  const whistle = (await bassist.comment(post, await encoded(sound(1320, 2), 'opus'), 'Other')).body
  expect((await anybody.send(`/post/${post}/comments`)).body.results.map(({ id }) => id)).toEqual([whistle.id, bass.id])

  expect((await bassist.mix(post, [bass.id])).status).toBe(403)
  expect((await guitarist.mix(post, [bass.id])).body.mix).toMatchObject({ revision: 1 })
  const mixed = await anybody.mixed(post)
  expect(mixed.mix).toMatchObject({ status: 'done', revision: 1, progress: 100 })
  const first = await heard(await anybody.media(mixed.master_track ?? ''), folder)
  expectLevels(first.subarray(0, 3 * SAMPLE_RATE), { 440: LEVEL, 110: LEVEL, 1320: 0 })
  expectLevels(first.subarray(3.2 * SAMPLE_RATE), { 440: 0, 110: LEVEL, 1320: 0 })
  expect(Math.abs(first.length - 5 * SAMPLE_RATE)).toBeLessThan(0.05 * SAMPLE_RATE)

  await guitarist.mix(post, [whistle.id, bass.id])
  const again = await anybody.mixed(post)
  expectLevels((await heard(await anybody.media(again.master_track ?? ''), folder)).subarray(0, 2 * SAMPLE_RATE), {
    440: LEVEL,
    110: LEVEL,
    1320: LEVEL,
  })

  expect((await bassist.send(`/post/comment/${whistle.id}`, { method: 'DELETE' })).status).toBe(204)
  const without = await anybody.mixed(post)
  expect(without.mix).toMatchObject({ status: 'done', revision: 3 })
  expectLevels((await heard(await anybody.media(without.master_track ?? ''), folder)).subarray(0, 2 * SAMPLE_RATE), {
    110: LEVEL,
    1320: 0,
  })
  await gone(url, whistle.comment_track)

  await guitarist.mix(post, [])
  const alone = await anybody.mixed(post)
  expect(alone.master_track).toBe(alone.author_track)

  expect((await guitarist.send(`/post/${post}`, { method: 'DELETE' })).status).toBe(204)
  expect((await anybody.send(`/post/${post}`)).status).toBe(404)
  await gone(url, alone.author_track)
  await gone(url, bass.comment_track)

  expect((await guitarist.send('/user/logout', { method: 'POST' })).status).toBe(200)
  expect((await guitarist.send('/post')).status).toBe(401)
}

/** The file follows its row by a job. */
const gone = (url: string, path: string): Promise<true> =>
  until(`${path} is gone`, async () => {
    const { status } = await fetch(new URL(`/media/${path}`, url))
    return status === 404 ? true : undefined
  })
