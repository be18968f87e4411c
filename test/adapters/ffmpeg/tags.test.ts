import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { MasterTags } from '#application/track/audio.ts'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { playing } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { MASTER_FORMATS, type MasterFormat } from '#domain/mix/master-format.ts'
import { madeByFfmpeg } from '#test/audio/encoded.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { newFolder } from './support.ts'

const channel = tone(440, 4800, 0.5)

const master = async (format: MasterFormat, tags: MasterTags): Promise<Uint8Array> => {
  const audio = new FfmpegAudio(await nativeFfmpeg(), { folder: await newFolder() })
  return valueOf(await gatherBytes(audio.encode(playing(interleave(channel, channel)), { format, tags })))
}

/** What a player shows: ffmpeg's own list of a file's tags, in which a backslash precedes what is no separator. */
const shown = async (file: Uint8Array): Promise<string> => {
  const list = await madeByFfmpeg(file, ['-i', 'input.wav', '-map_metadata:g', '0:g', '-f', 'ffmetadata', 'out.txt'])
  // Ogg has its texts in the stream and not in the file.
  const ofStream = ['-i', 'input.wav', '-map_metadata:g', '0:s:0', '-f', 'ffmetadata', 'out.txt']
  return `${list.toString()}${(await madeByFfmpeg(file, ofStream)).toString()}`.replaceAll(/\\(.)/gs, '$1')
}

const ODD: MasterTags = { title: '-y =;#\\ a\n[b]\u0000 𝄞 \ud800', artists: ['Ann', ';Bob=', '$(id)'] }

test.each(MASTER_FORMATS)(
  '%s: a title is one line and whole, whatever is in it, and artists follow each other',
  async (format) => {
    const list = await shown(await master(format, ODD))
    expect(list).toContain('title=-y =;#\\ a [b]  𝄞 \uFFFD\n')
    expect(list).toContain('artist=Ann, ;Bob=, $(id)\n')
  },
)

const withCover = MASTER_FORMATS.filter((format) => format === 'mp3' || format === 'm4a' || format === 'flac')

test.each(withCover)('%s: the cover is in it as a JPEG', async (format) => {
  const cover = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } })
    .webp()
    .toBuffer()
  const file = await master(format, { title: 'Rain', artists: ['Ann'], cover })
  const picture = await madeByFfmpeg(file, ['-i', 'input.wav', '-map', '0:v:0', '-c', 'copy', '-f', 'mjpeg', 'out.jpg'])
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([64, 48])
  const teal = [0, 128, 128]
  for (const [at, level] of teal.entries()) expect(Math.abs(data[at]! - level)).toBeLessThan(12)
})
