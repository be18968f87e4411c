import { ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import { encoded, madeByFfmpeg } from '#test/audio/encoded.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'

const MEGABYTE = 1024 * 1024
const sound = waveFile({ channels: [tone(440, 24_000, 0.5)] })

const sniff = async (bytes: ByteStream): Promise<AudioFormat | null> =>
  valueOf(await new FileTypeAudioSniffer().sniff(bytes))

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

test.each(['M4A ', 'M4B ', 'isom', 'iso2', 'iso5', 'mp41', 'mp42', 'dash'])(
  'an MP4 of brand %s is m4a',
  async (brand) => {
    const file = await encoded(sound, 'm4a')
    file.write(brand, 8, 'latin1')
    expect(await sniff(arriving(file))).toBe('m4a')
  },
)

test.each(['avif', 'heic', 'qt  ', 'crx '])('one of brand %s is not', async (brand) => {
  const file = await encoded(sound, 'm4a')
  file.write(brand, 8, 'latin1')
  expect(await sniff(arriving(file))).toBeNull()
})

test('bytes one at a time are told the same', async () => {
  expect(await sniff(arriving(await encoded(sound, 'webm'), 1))).toBe('webm')
})
