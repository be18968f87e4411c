import { encoded, madeByFfmpeg } from '../../audio/encoded.ts'
import { sound } from '../../story/story.ts'
import { ascii, bigEndian, blackPng, gif, jpeg, littleEndian, zippedProfile, zippedText } from './picture-bombs.ts'

/** The remainder of a division by a polynomial, most significant bit first. */
const remainder = (bytes: Uint8Array, polynomial: number, bits: 8 | 16): number => {
  const top = 1 << (bits - 1)
  let rest = 0
  for (const byte of bytes) {
    rest ^= byte << (bits - 8)
    for (let bit = 0; bit < 8; bit++) rest = (rest & top ? (rest << 1) ^ polynomial : rest << 1) & ((1 << bits) - 1)
  }
  return rest
}

/** A frame's number, coded as UTF-8 would (RFC 9639, section 9.1.5). */
const coded = (number: number): Buffer => Buffer.from(String.fromCodePoint(number), 'utf8')

const BLOCK = 65_535

/** A FLAC of silence (RFC 9639): blocks of 65,535 samples, each of which is one number. */
export const silentFlac = (seconds: number, rate: number, claimedSamples?: number): Buffer => {
  const blocks = Math.max(1, Math.floor((seconds * rate) / BLOCK))
  const info = Buffer.concat([
    bigEndian(BLOCK, 2),
    bigEndian(BLOCK, 2),
    Buffer.alloc(6),
    // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
    bigEndian(rate * 16, 3),
    bigEndian(0xf0 + Math.floor((claimedSamples ?? blocks * BLOCK) / 2 ** 32), 1),
    bigEndian((claimedSamples ?? blocks * BLOCK) % 2 ** 32, 4),
    Buffer.alloc(16),
  ])
  const frames = Array.from({ length: blocks }, (_, at) => {
    // Fixed blocks, whose size follows in 16 bits; the rate and the bits are those of the stream; one channel.
    const head = Buffer.concat([Buffer.from([0xff, 0xf8, 0x70, 0x00]), coded(at), bigEndian(BLOCK - 1, 2)])
    const frame = Buffer.concat([head, Buffer.from([remainder(head, 0x07, 8), 0x00, 0, 0])])
    return Buffer.concat([frame, bigEndian(remainder(frame, 0x8005, 16), 2)])
  })
  return Buffer.concat([ascii('fLaC'), Buffer.from([0x80]), bigEndian(info.length, 3), info, ...frames])
}

type Wave = { readonly rate: number; readonly channels: number; readonly bits: number; readonly claimed?: number }

/** A WAV of zeros, or one that says so. */
const wave = ({ rate, channels, bits, claimed }: Wave, bytes: number, riff = 'RIFF'): Buffer =>
  Buffer.concat([
    ascii(riff),
    littleEndian(claimed ?? bytes + 36, 4),
    ascii('WAVE'),
    riff === 'RF64' ? Buffer.concat([ascii('ds64'), littleEndian(28, 4), Buffer.alloc(28, 0x7f)]) : Buffer.alloc(0),
    ascii('fmt '),
    littleEndian(16, 4),
    littleEndian(bits === 64 ? 3 : 1, 2),
    littleEndian(channels, 2),
    littleEndian(rate, 4),
    littleEndian((rate * channels * bits) / 8, 4),
    littleEndian((channels * bits) / 8, 2),
    littleEndian(bits, 2),
    ascii('data'),
    littleEndian(claimed ?? bytes, 4),
    Buffer.alloc(bytes),
  ])

/** An AIFF; its rate is a float of 80 bits. */
const aiff = (frames: number, rate: Buffer, bytes: number): Buffer => {
  const common = Buffer.concat([bigEndian(1, 2), bigEndian(frames, 4), bigEndian(16, 2), rate])
  return Buffer.concat([
    ascii('FORM'),
    bigEndian(0xffffffff, 4),
    ascii('AIFFCOMM'),
    bigEndian(common.length, 4),
    common,
    ascii('SSND'),
    bigEndian(0xffffffff, 4),
    Buffer.alloc(8 + bytes),
  ])
}
const RATE_48000 = Buffer.from([0x40, 0x0e, 0xbb, 0x80, 0, 0, 0, 0, 0, 0])

/** Frames of AMR in which there is nothing, 20 ms a byte (RFC 4867). */
const amr = (seconds: number): Buffer => Buffer.concat([ascii('#!AMR\n'), Buffer.alloc(seconds * 50, 0x7c)])

/** A file with one number in it changed, where the word stands. */
const patched = (file: Buffer, word: string, offset: number, value: Buffer): Buffer => {
  const at = file.indexOf(word, 0, 'latin1')
  if (at < 0) throw new Error(`there is no ${word}`)
  value.copy(file, at + offset)
  return file
}

const second = sound(440, 1)
const moment = sound(440, 0.2)
const streams = (count: number, made: string): Promise<Buffer> =>
  madeByFfmpeg(moment, [
    '-i',
    'input.wav',
    ...Array.from({ length: count }, () => ['-map', '0:a']).flat(),
    ...made.split(' '),
  ])

/** A FLAC whose cover is a picture. */
const withCover = (cover: Buffer): Buffer => {
  const flac = silentFlac(3, 48_000)
  const block = Buffer.concat([
    bigEndian(3, 4),
    bigEndian(9, 4),
    ascii('image/png'),
    Buffer.alloc(4 + 16),
    bigEndian(cover.length, 4),
    cover,
  ])
  const [head, info, rest] = [flac.subarray(0, 4), Buffer.from(flac.subarray(4, 42)), flac.subarray(42)]
  info[0] = 0
  return Buffer.concat([head, info, Buffer.from([0x86]), bigEndian(block.length, 3), block, rest])
}

const DAY = 86_400

export type Bomb = {
  readonly made: () => Buffer | Promise<Buffer>
  /** Where it is uploaded. */
  readonly as: 'track' | 'picture'
  /** It has a sound or a picture that may be taken, however it lies. */
  readonly isTakeable?: boolean
}

const track = (made: Bomb['made']): Bomb => ({ made, as: 'track' })
const takeable = (made: Bomb['made']): Bomb => ({ made, as: 'track', isTakeable: true })
const picture = (made: Bomb['made']): Bomb => ({ made, as: 'picture' })

/** Small files of which much would become. */
export const BOMBS: Readonly<Record<string, Bomb>> = {
  'a FLAC of 24 hours in 160 KB': track(() => silentFlac(DAY, 8_000)),
  'a FLAC of an hour in 7 KB': track(() => silentFlac(3_600, 8_000)),
  'a FLAC that claims 2³⁶ samples': takeable(() => silentFlac(3, 48_000, 2 ** 36 - 1)),
  'a FLAC whose cover has 30,000 × 30,000 pixels': takeable(() => withCover(blackPng(30_000))),
  'a WAV that claims 4 GB': takeable(() => wave({ rate: 48_000, channels: 2, bits: 16, claimed: 0xffffffff }, 96_000)),
  'an RF64 that claims more than any disk has': takeable(() =>
    wave({ rate: 48_000, channels: 2, bits: 16, claimed: 0xffffffff }, 96_000, 'RF64'),
  ),
  'a WAV at 192 kHz, of 64 bits': takeable(() => wave({ rate: 192_000, channels: 2, bits: 64 }, 3_072_000)),
  'a WAV of 27 hours, at one sample a second': track(() => wave({ rate: 1, channels: 1, bits: 8 }, 100_000)),
  'a WAV at 4 GHz': track(() => wave({ rate: 0xffffffff, channels: 1, bits: 8, claimed: 1_000_000 }, 100_000)),
  'a WAV of 65,535 channels': track(() => wave({ rate: 48_000, channels: 0xffff, bits: 8, claimed: 2 ** 31 }, 300_000)),
  'an AIFF that claims 4 thousand million frames': takeable(() => aiff(0xffffffff, RATE_48000, 96_000)),
  'an AIFF at a rate beyond all numbers': track(() => aiff(1_000, Buffer.from('7ffeffffffffffffffff', 'hex'), 96_000)),
  'an AMR of ten hours of nothing': track(() => amr(10 * 3_600)),
  'a Matroska of 64 streams': takeable(() => streams(64, '-c:a pcm_s16le out.mka')),
  'a movie of 64 streams': takeable(() => streams(64, '-c:a pcm_s16le out.mov')),
  'a Matroska that begins after a day': takeable(() =>
    madeByFfmpeg(second, '-i input.wav -c:a flac -output_ts_offset 86000 out.mka'.split(' ')),
  ),
  'a movie whose samples last for days': track(async () =>
    patched(await encoded(second, 'm4a'), 'stts', 16, bigEndian(0x7fffffff, 4)),
  ),
  'a movie whose table claims 2³² samples': track(async () =>
    patched(await encoded(second, 'm4a'), 'stsz', 12, bigEndian(0xffffffff, 4)),
  ),
  'an MP3 behind a tag that claims 256 MB': track(async () =>
    Buffer.concat([ascii('ID3\u0004\u0000\u0000\u007f\u007f\u007f\u007f'), await encoded(second, 'mp3')]),
  ),
  'a PNG of 30,000 × 30,000': picture(() => blackPng(30_000)),
  'a PNG that claims 2,147,483,647 × 2,147,483,647': picture(() => blackPng(2 ** 31 - 1, 0)),
  'a PNG with a text of 100 MB': { ...picture(() => blackPng(64, 64, [zippedText(100_000_000)])), isTakeable: true },
  'a PNG with a profile of 100 MB': {
    ...picture(() => blackPng(64, 64, [zippedProfile(100_000_000)])),
    isTakeable: true,
  },
  'a GIF of 65,535 × 65,535': picture(() => gif(65_535)),
  'a JPEG of 65,500 × 65,500': picture(() => jpeg(65_500)),
}
