import { afterAll, describe, expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { levelAt, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { Alignment } from '#domain/track/track.ts'
import { madeByFfmpeg } from '#test/audio/encoded.ts'
import { tonesAfterResampling } from '#test/sound/level-of.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { newFolder } from './support.ts'

const decoding = async (file: Uint8Array) => {
  const sniffed = valueOf(await new FileTypeAudioSniffer().sniff(arriving(file)))
  if (sniffed.format === null) throw new Error('it is not taken')
  const audio = new FfmpegAudio(await nativeFfmpeg(), { folder: await newFolder() })
  const bytes = arriving(file)
  return {
    sniffed,
    blocks: await gatherBlocks(audio.decode({ format: sniffed.format, bytes }, { maximumFrames: 1e6 })),
  }
}

const decoded = async (file: Uint8Array): Promise<Float32Array> => valueOf((await decoding(file)).blocks)

const made = (wave: Uint8Array, how: string): Promise<Buffer> =>
  madeByFfmpeg(wave, ['-i', 'input.wav', ...how.split(' ')])

const RATE = 44_100
/** A click so wide that no codec loses it, half a second in, and again where it is asked for. */
const clicks = (seconds: number, ...at: readonly number[]): Uint8Array => {
  const channel = tone(440, seconds * RATE, 0.01, RATE)
  for (const time of at)
    for (let off = -40; off <= 40; off++) channel[Math.round(time * RATE) + off]! += 0.9 * Math.exp((-off * off) / 72)
  return waveFile({ channels: [channel, channel], rate: RATE })
}

const loudest = (channel: Float32Array, from = 0, to = channel.length): number => {
  let most = from
  for (let at = from; at < to; at++) if (Math.abs(channel[at]!) > Math.abs(channel[most]!)) most = at
  return most
}

/** The middle of a click, which is its loudest sample unless a codec has few steps. */
const middle = (channel: Float32Array): number => {
  let [moment, sum] = [0, 0]
  for (const [at, sample] of channel.entries()) {
    moment += at * sample ** 4
    sum += sample ** 4
  }
  return Math.round(moment / sum)
}

const OFFSETS: readonly (readonly [how: string, alignment: Alignment])[] = [
  ['-c:a libmp3lame -b:a 192k out.mp3', 'exact'],
  ['-c:a libmp3lame -b:a 192k -write_xing 0 -id3v2_version 0 out.mp3', 'assumed'],
  ['-c:a mp2 -b:a 256k out.mp2', 'assumed'],
  ['-c:a aac -b:a 160k out.aac', 'assumed'],
  ['-c:a aac -b:a 160k out.m4a', 'exact'],
  ['-c:a aac -b:a 160k -use_editlist 0 out.m4a', 'assumed'],
  ['-c:a aac -b:a 160k -movflags frag_keyframe+empty_moov+default_base_moof out.mp4', 'assumed'],
  ['-c:a aac out.mov', 'exact'],
  ['-c:a aac out.3gp', 'exact'],
  ['-c:a aac out.mka', 'assumed'],
  ['-c:a libmp3lame out.mka', 'assumed'],
  ['-c:a libopus -b:a 128k -strict -2 out.mp4', 'exact'],
  ['-c:a flac -strict -2 out.mp4', 'exact'],
  ['-c:a alac out.m4a', 'exact'],
  ['-c:a alac out.caf', 'exact'],
  ['-c:a pcm_f32be out.aiff', 'exact'],
  ['-c:a flac out.oga', 'exact'],
  ['-c:a libvorbis -q:a 6 out.ogg', 'exact'],
  ['-c:a libopus -b:a 128k out.opus', 'exact'],
  ['-c:a libopus -b:a 128k out.webm', 'exact'],
  ['-c:a wavpack out.wv', 'exact'],
  ['-c:a adpcm_ms out.wav', 'exact'],
  ['-c:a adpcm_ima_wav out.wav', 'exact'],
  ['-c:a pcm_mulaw out.wav', 'exact'],
  ['-c:a pcm_alaw out.wav', 'exact'],
  ['-c:a pcm_u8 out.wav', 'exact'],
  ['-c:a pcm_s32le -rf64 always out.wav', 'exact'],
]

describe('a click comes when it was recorded', () => {
  const table: Record<string, { alignment: Alignment; 'offset in samples at 48 kHz': number }> = {}
  afterAll(() => console.table(table))

  test.each(OFFSETS)('in what %s makes', async (how, alignment) => {
    const { sniffed, blocks } = await decoding(await made(clicks(1, 0.5), how))
    const offset = middle(side(valueOf(blocks), 0)) - SAMPLE_RATE / 2
    table[how] = { alignment, 'offset in samples at 48 kHz': offset }
    expect(sniffed).toMatchObject({ alignment })
    expect(offset).toBe(0)
  })
})

describe('two seconds without packets are two seconds of silence', () => {
  const HOLE = String.raw`-af asetnsamples=n=1024,aselect=not(between(t\,1\,3))`
  test.each([
    ['-c:a aac out.m4a', 0],
    ['-c:a aac -movflags frag_keyframe+empty_moov+default_base_moof -frag_duration 100000 out.mp4', 0],
    ['-c:a alac out.m4a', 0],
    // Matroska counts milliseconds.
    ['-c:a libopus out.webm', 48],
    ['-c:a flac out.mka', 48],
  ])('in what %s makes', async (how, tolerance) => {
    const left = side(await decoded(await made(clicks(4, 0.5, 3.5), `${HOLE} ${how}`)), 0)
    expect(loudest(left, 0, 60_000)).toBe(SAMPLE_RATE / 2)
    expect(Math.abs(loudest(left, 100_000) - 3.5 * SAMPLE_RATE)).toBeLessThanOrEqual(tolerance)
    expect(left.subarray(52_000, 143_000).every((sample) => sample === 0)).toBe(true)
  })

  test('in an Ogg that lost its pages', async () => {
    const whole = await made(clicks(4, 0.5, 3.5), '-c:a libopus -page_duration 20000 out.opus')
    const pages: Buffer[] = []
    for (let at = 0; at < whole.length;) {
      const body = 27 + whole[at + 26]!
      const length = whole.subarray(at + 27, at + body).reduce((sum, size) => sum + size, body)
      const time = Number(whole.readBigInt64LE(at + 6)) / SAMPLE_RATE
      if (time < 1 || time > 3) pages.push(whole.subarray(at, at + length))
      at += length
    }
    expect(loudest(side(await decoded(Buffer.concat(pages)), 0), 100_000)).toBe(3.5 * SAMPLE_RATE)
  })

  test('and a packet ten years later is told to be a hole, at once', async () => {
    const wild = String.raw`-af asetnsamples=960,asetpts=PTS+gt(T\,0.5)*315360000/TB -c:a libopus out.webm`
    expect(faultOf((await decoding(await made(clicks(1, 0.2), wild))).blocks)).toMatchObject({
      obstacle: { type: 'Hole', seconds: 315_360_000 },
    })
  })

  test('and an edit list that begins with silence is heard', async () => {
    const late = await madeByFfmpeg(clicks(1, 0.5), '-itsoffset 2 -i input.wav -c:a aac out.m4a'.split(' '))
    // Edits are counted in milliseconds.
    expect(Math.abs(loudest(side(await decoded(late), 0)) - 2.5 * SAMPLE_RATE)).toBeLessThan(48)
  })
})

const tones = (count: number, speakers: number): Uint8Array =>
  waveFile({ channels: Array.from({ length: count }, (_, at) => tone(440 * (at + 1), 24_000, 0.5)), speakers })

describe('channels', () => {
  test.each([0, 0x3, 0xc, 0x30, 0x600])('two are left and right, though a mask says %d', async (speakers) => {
    const stereo = await decoded(tones(2, speakers))
    expect(levelAt(side(stereo, 0), 440)).toBeCloseTo(0.5, 2)
    expect(levelAt(side(stereo, 1), 880)).toBeCloseTo(0.5, 2)
    expect(levelAt(side(stereo, 0), 880)).toBeLessThan(0.01)
  })

  test.each([
    [6, 0x3f],
    [7, 0],
    [8, 0x63f],
  ])('%d are mixed down by ITU-R BS.775: sides stay, the centre is 3 dB lower on both', async (count, speakers) => {
    const stereo = await decoded(tones(count, speakers))
    expect(levelAt(side(stereo, 0), 440)).toBeCloseTo(0.5, 2)
    expect(levelAt(side(stereo, 1), 440)).toBeLessThan(0.01)
    expect(levelAt(side(stereo, 0), 1320)).toBeCloseTo(0.5 * Math.SQRT1_2, 2)
    expect(levelAt(side(stereo, 1), 1320)).toBeCloseTo(0.5 * Math.SQRT1_2, 2)
  })

  test.each([9, 12])('%d without a layout are refused by their number', async (channels) => {
    expect(faultOf((await decoding(tones(channels, 0))).blocks)).toMatchObject({
      obstacle: { type: 'Channels', channels },
    })
  })
})

test.each([1000, 10_000, 18_000, 19_000, 20_000])(
  '%d Hz at 44.1 kHz comes through within 0.1 dB, its image below −100 dB',
  async (hertz) => {
    const left = side(await decoded(waveFile({ channels: [tone(hertz, RATE, 1, RATE)], rate: RATE })), 0)
    const heard = tonesAfterResampling(left, hertz, RATE)
    expect(Math.abs(heard.tone)).toBeLessThan(0.1)
    expect(heard.image).toBeLessThan(-100)
  },
)
