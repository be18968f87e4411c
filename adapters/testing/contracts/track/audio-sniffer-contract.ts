import { err, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { unavailable } from '#application/shared/outcome.ts'
import type { AudioSniffer, ByteStream } from '#application/track/audio.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import { encoded, madeByFfmpeg } from '#test/audio/encoded.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'

const PIECE_BYTES = 512
const sound = waveFile({ channels: [tone(440, 24_000, 0.5)] })

/** A file that counts what is read of it, and knows whether it was closed. */
const watched = (file: Uint8Array, pieceBytes = PIECE_BYTES) => {
  const seen = { bytes: 0, isClosed: false }
  const read = async function* (): ByteStream<never> {
    try {
      for await (const piece of arriving(file, pieceBytes)) {
        seen.bytes += valueOf(piece).length
        yield piece
      }
    } finally {
      seen.isClosed = true
    }
  }
  return { bytes: read(), seen }
}

const TEXTS: Readonly<Record<string, string>> = {
  'an HLS playlist': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
  'an ffconcat text': "ffconcat version 1.0\nfile '/etc/passwd'\n",
  'a session description': 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 1 RTP/AVP 0\n',
  'a page': '<!doctype html><title>song.mp3</title>',
  nothing: '',
  'one letter': 'I',
  'the beginning of a tag': 'ID3',
}

/** Films and sounds that ffmpeg would read but Soundhub does not take, by the arguments that make them. */
const STRANGERS: Readonly<Record<string, string>> = {
  'an AVI': '-f lavfi -i color=s=64x64:d=0.1 -c:v mpeg4 out.avi',
  'a Matroska': '-i input.wav -c:a libopus out.mka',
  'an Ogg with a film': '-f lavfi -i color=s=64x64:d=0.1 -c:v libtheora out.ogv',
  'a QuickTime film': '-f lavfi -i color=s=64x64:d=0.1 -c:v mpeg4 out.mov',
  'an AIFF': '-i input.wav out.aiff',
  'a PNG': '-f lavfi -i color=s=64x64 -frames:v 1 out.png',
  'a JPEG': '-f lavfi -i color=s=64x64 -frames:v 1 -pix_fmt yuvj420p out.jpg',
}

/** The contract of AudioSniffer, for one that knows the formats. */
export const audioSnifferContract = (
  name: string,
  makeSubject: () => AudioSniffer,
  files: readonly (readonly [file: Parameters<typeof encoded>[1], format: AudioFormat])[],
): void => {
  describe(name, () => {
    test.each(files)('%s is %s, and no more is read than its beginning', async (file, format) => {
      const { bytes, seen } = watched(await encoded(sound, file))
      expect(valueOf(await makeSubject().sniff(bytes))).toBe(format)
      expect(seen.bytes).toBeLessThan(5000)
      expect(seen.isClosed).toBe(true)
    })

    test.each(Object.entries(TEXTS))('%s is nothing we take', async (_, text) => {
      expect(valueOf(await makeSubject().sniff(arriving(Buffer.from(text))))).toBeNull()
    })

    test.each(Object.entries(STRANGERS))('%s is nothing we take', async (_, made) => {
      const file = await madeByFfmpeg(sound, made.split(' '))
      expect(valueOf(await makeSubject().sniff(arriving(file)))).toBeNull()
    })

    test('a fault of the bytes comes out as it went in', async () => {
      const fault = unavailable('files', new Error('the disk is gone'))
      const bytes = async function* (): ByteStream {
        yield ok(sound.subarray(0, 4))
        yield err(fault)
      }
      expect(faultOf(await makeSubject().sniff(bytes()))).toBe(fault)
    })
  })
}
