import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import type { Ffmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { AUDIO_FORMATS } from '#domain/track/track.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { encoded, madeByFfmpeg } from '#test/audio/encoded.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { KINDS, namesBelow, newFolder } from './support.ts'

const MINUTE = 60 * SAMPLE_RATE
const second = waveFile({ channels: [tone(440, SAMPLE_RATE, 0.5)] })

let song: Promise<Buffer> | undefined
/** An MP3: ffmpeg takes one as a piece of a playlist, whatever the playlist is called. */
const secretSong = (): Promise<Buffer> => (song ??= encoded(second, 'mp3'))

/** Texts that make an ffmpeg left to itself open another file, here one with sound in it. */
const POINTERS: Readonly<Record<string, (secret: string) => string>> = {
  HLS: (secret) => `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`,
  ffconcat: (secret) => `ffconcat version 1.0\nfile '${secret}'\n`,
}

/** Twenty minutes, of which FLAC writes that they are silent. */
const SILENCE = `-f lavfi -i anullsrc=r=${SAMPLE_RATE}:cl=stereo -t 1200 -c:a flac out.flac`
let silence: Buffer
beforeAll(async () => {
  silence = await madeByFfmpeg(new Uint8Array(), SILENCE.split(' '))
})

describe.each(Object.entries(KINDS))('ffmpeg %s', (_, find) => {
  let ffmpeg: Ffmpeg
  beforeAll(async () => {
    ffmpeg = await find()
  })

  describe.each(Object.entries(POINTERS))('%s text', (__, pointAt) => {
    test.each(AUDIO_FORMATS)('that calls itself %s is no way to another file', async (format) => {
      const folder = await newFolder()
      const secret = join(folder, 'secret.mp3')
      await writeFile(secret, await secretSong())
      const audio = new FfmpegAudio(ffmpeg, { folder })
      const blocks = audio.decode({ format, bytes: arriving(Buffer.from(pointAt(secret))) }, { maximumFrames: MINUTE })
      expect(faultOf(await gatherBlocks(blocks)).type).toBe('AudioUndecodable')
    })
  })

  test('what would become half a gigabyte of sound is decoded no further than is asked', async () => {
    expect(silence.length).toBeLessThan(1_000_000)
    const folder = await newFolder()
    const decoded = new FfmpegAudio(ffmpeg, { folder }).decode(
      { format: 'flac', bytes: arriving(silence) },
      { maximumFrames: SAMPLE_RATE },
    )
    let frames = 0
    for await (const block of decoded) {
      frames += valueOf(block).length / 2
      for (const name of await namesBelow(folder)) {
        expect((await stat(join(folder, name))).size).toBeLessThan(8 * 3 * SAMPLE_RATE + silence.length)
      }
    }
    expect(frames).toBe(SAMPLE_RATE)
    expect(await namesBelow(folder)).toEqual([])
  })

  test('a codec that is not taken is not opened, though its container is', async () => {
    const ac3 = await madeByFfmpeg(second, '-i input.wav -c:a ac3 out.mp4'.split(' '))
    const audio = new FfmpegAudio(ffmpeg, { folder: await newFolder() })
    const blocks = audio.decode({ format: 'm4a', bytes: arriving(ac3) }, { maximumFrames: MINUTE })
    expect(faultOf(await gatherBlocks(blocks))).toMatchObject({ obstacle: { type: 'Codec', codec: 'ac3' } })
  })
})
