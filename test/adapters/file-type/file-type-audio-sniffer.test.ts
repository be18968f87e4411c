import { ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import type { ByteStream, Sniffed } from '#application/track/audio.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import { encoded, madeByFfmpeg } from '#test/audio/encoded.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'

const MEGABYTE = 1024 * 1024
const sound = waveFile({ channels: [tone(440, 24_000, 0.5)] })

const told = async (bytes: ByteStream): Promise<Sniffed> => valueOf(await new FileTypeAudioSniffer().sniff(bytes))
const sniff = async (bytes: ByteStream): Promise<AudioFormat | null> => (await told(bytes)).format

/** An ID3v2.4 tag with a body of so many bytes, all the same. */
const id3 = (size: number, flags = 0): Buffer => {
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, flags, ...[21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f)])
  return Buffer.concat([head, Buffer.alloc(size, 0x55)])
}

/** A frame of MP3 begins with eleven ones; in front of it may stand a tag, but not the encoder's. */
const bareMp3 = async (): Promise<Buffer> =>
  madeByFfmpeg(sound, '-i input.wav -c:a libmp3lame -id3v2_version 0 out.mp3'.split(' '))

describe('an MP3', () => {
  test.each([
    ['without any tag', 0, []],
    ['with a tag', 0, [id3(300)]],
    ['with a picture of 20 MB in its tag', 0, [id3(20 * MEGABYTE)]],
    ['with a tag and padding that is not counted in it', 1000, [id3(300)]],
    ['with a tag that has a footer', 0, [id3(300, 0x10), Buffer.alloc(10, 0x33)]],
    ['with two tags', 0, [id3(300), id3(5000)]],
  ])('%s is one', async (_, padding, tags) => {
    const file = Buffer.concat([...tags, Buffer.alloc(padding), await bareMp3()])
    expect(await sniff(arriving(file))).toBe('mp3')
  })

  test('is none where only the tag is', async () => {
    expect(await sniff(arriving(id3(300)))).toBeNull()
    expect(await sniff(arriving(id3(30_000).subarray(0, 20_000)))).toBeNull()
    expect(await sniff(arriving(Buffer.concat([id3(300), Buffer.from('#EXTM3U\nfile:///etc/passwd')])))).toBeNull()
  })

  test('is not looked for behind tags without end', async () => {
    let given = 0
    const tags = async function* (): ByteStream {
      for (;;) {
        given++
        yield ok(id3(1000))
      }
    }
    expect(await sniff(tags())).toBeNull()
    expect(given).toBeLessThan(20)
  })
})

test.each([
  ['aac', 'aac'],
  ['flac', 'flac'],
] as const)('%s behind a tag is still %s', async (file, format) => {
  expect(await sniff(arriving(Buffer.concat([id3(300), await encoded(sound, file)])))).toBe(format)
})

test.each(['M4A ', 'isom', '3gp4', 'avif', 'heic', 'none'])(
  'an MP4 of brand %s is m4a: its boxes decide, not its brand',
  async (brand) => {
    const file = await encoded(sound, 'm4a')
    file.write(brand, 8, 'latin1')
    expect(await told(arriving(file))).toEqual({ format: 'm4a', alignment: 'exact' })
  },
)

test('a QuickTime film is taken for its sound', async () => {
  const film = await madeByFfmpeg(
    sound,
    '-f lavfi -i color=s=64x64:d=0.1 -i input.wav -c:v mpeg4 -c:a aac out.mov'.split(' '),
  )
  expect(await sniff(arriving(film))).toBe('mov')
})

test.each([
  ['WMA', '-i input.wav -c:a wmav2 out.wma'],
  ['AVI', '-f lavfi -i color=s=64x64:d=0.1 -c:v mpeg4 out.avi'],
  ['AC3', '-i input.wav -c:a ac3 out.ac3'],
  ['JPEG', '-f lavfi -i color=s=64x64 -frames:v 1 -pix_fmt yuvj420p out.jpg'],
])('%s is not taken, and called by its name', async (name, made) => {
  expect(await told(arriving(await madeByFfmpeg(sound, made.split(' '))))).toEqual({ format: null, name })
})

describe('MPEG audio', () => {
  test.each([1, 4095, 60_000])('behind %d zeros is an MP3', async (zeros) => {
    expect(await sniff(arriving(Buffer.concat([Buffer.alloc(zeros), await bareMp3()])))).toBe('mp3')
  })

  test('of one frame is chance, but a file of two is an MP3', async () => {
    const frames = await madeByFfmpeg(sound, '-i input.wav -c:a libmp3lame -b:a 128k -write_xing 0 out.mp3'.split(' '))
    const bare = frames.subarray(frames.indexOf(Buffer.from([0xff, 0xfb])))
    expect(await sniff(arriving(bare.subarray(0, 384)))).toBeNull()
    expect(await sniff(arriving(bare.subarray(0, 768)))).toBe('mp3')
  })

  test.each([
    ['exact', 'an MP3 with a LAME tag', '-c:a libmp3lame out.mp3'],
    ['assumed', 'an MP3 without one', '-c:a libmp3lame -write_xing 0 out.mp3'],
    ['assumed', 'an ADTS', '-c:a aac out.aac'],
    ['assumed', 'an MP2', '-c:a mp2 out.mp2'],
    ['exact', 'an AAC with an edit list', '-c:a aac out.m4a'],
    ['assumed', 'an AAC without one', '-c:a aac -use_editlist 0 out.m4a'],
    ['assumed', 'an AAC in Matroska, which can name a delay and does not', '-c:a aac out.mka'],
    ['exact', 'an ALAC', '-c:a alac out.m4a'],
  ] as const)('is aligned: %s for %s', async (alignment, _, made) => {
    expect(await told(arriving(await madeByFfmpeg(sound, ['-i', 'input.wav', ...made.split(' ')])))).toMatchObject({
      alignment,
    })
  })
})

test('bytes one at a time are told the same', async () => {
  expect(await sniff(arriving(await encoded(sound, 'webm'), 1))).toBe('webm')
})
