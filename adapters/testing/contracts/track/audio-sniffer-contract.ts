import { err, ok } from 'neverthrow'
import { unavailable } from '#application/shared/outcome.ts'
import type { AudioSniffer, ByteStream, Sniffed } from '#application/track/audio.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import { utf8 } from '#adapters/testing/bytes.ts'
import { contract, type Make } from '#adapters/testing/contracts/subject.ts'
import { expect } from '#adapters/testing/expect.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import type { SoundFileKind, SoundFiles } from './audio-sound.ts'

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

const MOVIES: readonly SoundFileKind[] = ['m4a', 'mov']

const TEXTS: Readonly<Record<string, string>> = {
  'an HLS playlist': '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
  'an ffconcat text': "ffconcat version 1.0\nfile '/etc/passwd'\n",
  'a session description': 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 1 RTP/AVP 0\n',
  'a page': '<!doctype html><title>song.mp3</title>',
  nothing: '',
  'one letter': 'I',
  'the beginning of a tag': 'ID3',
}

const UNKNOWN: Sniffed = { format: null, name: null }

/** What the sniffer is shown. */
export type SniffedFiles = Pick<SoundFiles, 'encode'> & {
  /** The kinds of files it must know, and what each of them is. */
  readonly kinds: readonly (readonly [kind: SoundFileKind, format: AudioFormat])[]
  /** Films, sounds and pictures that Soundhub does not take, by what they are: a decoder might well read them. */
  readonly strangers: Readonly<Record<string, () => Promise<Uint8Array>>>
}

/** `AudioSniffer`, for one that knows these kinds. */
export const audioSnifferContract = (
  testRunner: TestRunner,
  make: Make<AudioSniffer>,
  { encode, kinds, strangers }: SniffedFiles,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'AudioSniffer', name }, make, (made, it) => {
    for (const [kind, format] of kinds)
      it(`${kind} is ${format}, and no more is read than it needs`, async () => {
        const file = await encode(sound, kind)
        const { bytes, seen } = watched(file)
        expect(valueOf(await made().subject.sniff(bytes)).format).toBe(format)
        // What describes a movie may be its end.
        expect(seen.bytes).toBeLessThan(MOVIES.includes(kind) ? file.length + 1 : 5000)
        expect(seen.isClosed).toBe(true)
      })

    for (const [what, text] of Object.entries(TEXTS))
      it(`${what} is nothing we take`, async () => {
        expect(valueOf(await made().subject.sniff(arriving(utf8(text))))).toEqual(UNKNOWN)
      })

    for (const [what, makeFile] of Object.entries(strangers))
      it(`${what} is nothing we take`, async () => {
        expect(valueOf(await made().subject.sniff(arriving(await makeFile()))).format).toBeNull()
      })

    it('a fault of the bytes comes out as it went in', async () => {
      const fault = unavailable('files', new Error('the disk is gone'))
      const bytes = async function* (): ByteStream {
        yield ok(sound.subarray(0, 4))
        yield err(fault)
      }
      expect(faultOf(await made().subject.sniff(bytes()))).toBe(fault)
    })
  })
