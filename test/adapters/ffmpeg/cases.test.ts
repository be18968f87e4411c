import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import type { Ffmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { levelAt, onset, side } from '#adapters/testing/sound/tone.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { Alignment, AudioFormat } from '#domain/track/track.ts'
import { KINDS, newFolder } from './support.ts'

const LIMIT = { maximumFrames: 60 * SAMPLE_RATE }

const caseFile = (name: string): Promise<Buffer> => readFile(new URL(`../../audio/cases/${name}`, import.meta.url))

type Heard = { readonly hertz: number; readonly from: number; readonly to: number }
type Case = {
  readonly format: AudioFormat
  readonly alignment?: Alignment
  readonly frames: readonly [least: number, most: number]
  readonly hears: readonly Heard[]
}

const tone: Heard = { hertz: 440, from: 0, to: 24_000 }
const second: Heard = { hertz: 440, from: 0, to: 48_000 }
/** A packet of AAC at 16 kHz. */
const PACKET = 3072

/** What people really have, was refused, and is right now. */
const CASES: Readonly<Record<string, Case>> = {
  'tone.aiff': { format: 'aiff', frames: [24_000, 24_000], hears: [tone] },
  'tone.caf': { format: 'caf', frames: [24_000, 24_000], hears: [tone] },
  'tone.mka': { format: 'mka', frames: [24_000, 24_000], hears: [tone] },
  'tone-alac.m4a': { format: 'm4a', frames: [24_000, 24_000], hears: [tone] },
  'tone-audio.mov': { format: 'mov', frames: [24_000, 24_000 + PACKET], hears: [tone] },
  'tone-aac.3gp': { format: 'm4a', frames: [24_000, 24_000 + PACKET], hears: [tone] },
  'samsung-3gp4-brand.m4a': { format: 'm4a', frames: [48_000, 49_115], hears: [second] },
  'chrome-opus-in-mp4.mp4': { format: 'm4a', frames: [48_000, 48_960], hears: [second] },
  'chrome-pcm-in-webm.webm': { format: 'webm', frames: [48_000, 48_000], hears: [second] },
  'firefox-vorbis.webm': { format: 'webm', frames: [47_000, 48_960], hears: [second] },
  'one-nul.mp3': { format: 'mp3', alignment: 'assumed', frames: [48_000, 49_300], hears: [second] },
  'apac-first.mp4': { format: 'm4a', frames: [48_000, 49_115], hears: [{ hertz: 880, from: 0, to: 48_000 }] },
  'gap.webm': {
    format: 'webm',
    frames: [191_900, 192_100],
    hears: [
      { hertz: 440, from: 0, to: 47_600 },
      { hertz: 880, from: 144_400, to: 191_900 },
    ],
  },
}

describe.each(Object.entries(KINDS))('ffmpeg %s', (_, find) => {
  let ffmpeg: Ffmpeg
  beforeAll(async () => {
    ffmpeg = await find()
  })

  const decoding = async (name: string) => {
    const file = await caseFile(name)
    const sniffed = valueOf(await new FileTypeAudioSniffer().sniff(arriving(file)))
    if (sniffed.format === null) throw new Error(`${name} is not taken`)
    const audio = new FfmpegAudio(ffmpeg, { folder: await newFolder() })
    const { format } = sniffed
    return { sniffed, blocks: await gatherBlocks(audio.decode({ format, bytes: arriving(file) }, LIMIT)) }
  }

  test.each(Object.entries(CASES))('%s is taken, as long and as high as it was recorded', async (name, wanted) => {
    const { sniffed, blocks } = await decoding(name)
    expect(sniffed).toEqual({ format: wanted.format, alignment: wanted.alignment ?? 'exact' })
    const left = side(valueOf(blocks), 0)
    expect(left.length).toBeGreaterThanOrEqual(wanted.frames[0])
    expect(left.length).toBeLessThanOrEqual(wanted.frames[1])
    for (const { hertz, from, to } of wanted.hears) {
      const part = left.subarray(from, to)
      expect(levelAt(part, hertz)).toBeGreaterThan(0.1)
      expect(levelAt(part, hertz === 440 ? 880 : 440)).toBeLessThan(0.01)
    }
  })

  test('what is missing in gap.webm is silent, and the sound behind it comes when it was recorded', async () => {
    const left = side(valueOf((await decoding('gap.webm')).blocks), 0)
    expect(left.subarray(48_200, 143_600).every((sample) => sample === 0)).toBe(true)
    const behind = 100_000 + onset(left.subarray(100_000), 0.1)
    expect(Math.abs(behind - 3 * SAMPLE_RATE)).toBeLessThan(SAMPLE_RATE / 100)
  })

  test('what holds the same samples decodes to the same samples', async () => {
    const [first, ...others] = await Promise.all(
      ['tone.aiff', 'tone.caf', 'tone.mka', 'tone-alac.m4a'].map(async (name) =>
        valueOf((await decoding(name)).blocks),
      ),
    )
    for (const other of others) expect(other).toEqual(first)
  })

  test('a FLAC of 32 bits is taken, or told to be beyond this ffmpeg, but never silent', async () => {
    const { blocks } = await decoding('flac32.flac')
    if (blocks.isErr()) expect(faultOf(blocks)).toMatchObject({ obstacle: { type: 'Codec', codec: 'flac' } })
    else expect(levelAt(side(blocks.value, 0), 440)).toBeGreaterThan(0.1)
  })
})
