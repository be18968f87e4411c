import { err, ok } from 'neverthrow'
import type { MasterRequest, MasterTags } from '#application/track/audio.ts'
import { MASTER_FORMAT_FACTS, MASTER_FORMATS, type MasterFormat } from '#domain/mix/master-format.ts'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import { contract, type Make } from '#adapters/testing/contracts/subject.ts'
import { expect } from '#adapters/testing/expect.ts'
import { faultOf, itemsOf, valueOf } from '#adapters/testing/sound/results.ts'
import { gatherBytes, someBytes } from '#adapters/testing/bytes.ts'
import { gatherBlocks, playing } from '#adapters/testing/sound/streams.ts'
import { interleave, levelAt, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { type AudioSubject, decode, decoded, LEFT, loudest, RIGHT, second, SECOND, tidy } from './audio-sound.ts'

/** As many stems as the largest mix has: the post's own and 32 comments. */
const MAX_STEMS = 33

/** The tone of each stem, so that it is found again in the sum. */
const stemHertz = (stem: number): number => 200 + 100 * stem

const TAGS: MasterTags = { title: 'Rainy Sunday', artists: ['Ann', 'Bob'] }

/** What musicians may call themselves and what no player may stumble over, and a cover that is no picture. */
const ODD_TAGS: MasterTags = {
  title: '-y =;#\\ \n[FORMAT]\r\0\u2028 \ud800 𝄞 ' + 'long '.repeat(10_000),
  artists: ['', ';FFMETADATA1', '$(id) `id` %s ../..', '\u202e مرحبا'],
  cover: new Uint8Array(100),
}

/** AAC comes in packets of 1,024 frames, and not every decoder stops within the last where the file says. */
const MOST_AFTER_AAC = 1023

const FULL_SCALE = 2 ** 23

const someIntegers = (count: number): readonly number[] => {
  const bytes = someBytes(3 * count)
  return Array.from({ length: count }, (_, at) => {
    const [low, middle, high] = bytes.subarray(3 * at)
    return (low! | (middle! << 8) | (high! << 16)) - FULL_SCALE
  })
}

/** `AudioEncoder`. What it encodes is heard through the decoder beside it. */
export const audioEncoderContract = (
  testRunner: TestRunner,
  make: Make<AudioSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'AudioEncoder', name }, tidy(make), (made, it) => {
    const subject = () => made().subject
    const master = async (sound: Float32Array, to: MasterRequest, blockFrames?: number): Promise<Uint8Array> =>
      valueOf(await gatherBytes(subject().audio.encode(playing(sound, blockFrames), to)))
    const heard = (file: Uint8Array, format: MasterFormat): Promise<Float32Array> =>
      decoded(subject(), file, subject().master.readAs(format))

    for (const format of MASTER_FORMATS) {
      const longer = format === 'm4a' ? MOST_AFTER_AAC : 0
      it(`${format}: a master is as long as its blocks${longer > 0 ? `, or up to ${longer} frames longer` : ''}`, async () => {
        for (const frames of [700, SECOND / 4, SECOND]) {
          const stereo = await heard(await master(second.subarray(0, 2 * frames), { format }), format)
          expect(stereo.length / 2).toBeGreaterThanOrEqual(frames)
          expect(stereo.length / 2).toBeLessThanOrEqual(frames + longer)
        }
      })

      it(`${format}: a master begins where its blocks do, to the sample`, async () => {
        const click = new Float32Array(SECOND)
        click[SECOND / 2] = 0.9
        const stereo = await heard(await master(interleave(click, click), { format }), format)
        expect(loudest(side(stereo, 0)) - SECOND / 2).toBe(0)
      })

      it(`${format}: a master has the level and the frequencies of its blocks`, async () => {
        const stereo = await heard(await master(second, { format }), format)
        const { tolerance } = subject().master
        expect(Math.abs(levelAt(side(stereo, 0), LEFT.hertz) / LEFT.level - 1)).toBeLessThan(tolerance)
        expect(Math.abs(levelAt(side(stereo, 1), RIGHT.hertz) / RIGHT.level - 1)).toBeLessThan(tolerance)
        expect(levelAt(side(stereo, 0), RIGHT.hertz)).toBeLessThan(0.001)
      })

      it(`${format}: the same sound and tags give the same bytes, in whatever blocks it comes`, async () => {
        const once = await master(second, { format, tags: TAGS }, 5000)
        const again = await master(second, { format, tags: TAGS }, 777)
        expect(once.length).toBeGreaterThan(0)
        expect(again).toEqual(once)
      })

      it(`${format}: tags, whatever is in them, do not change the sound`, async () => {
        const short = second.subarray(0, SECOND / 4)
        const bare = await heard(await master(short, { format }), format)
        expect(await heard(await master(short, { format, tags: ODD_TAGS }), format)).toEqual(bare)
      })

      it(`${format}: no sound at all is a master without sound, or the fault of a decoder that wants some`, async () => {
        const file = await master(new Float32Array(), { format })
        const blocks = await gatherBlocks(decode(subject(), file, subject().master.readAs(format)))
        expect(blocks.unwrapOr(new Float32Array()).length).toBe(0)
      })
    }

    for (const format of MASTER_FORMATS.filter((one) => MASTER_FORMAT_FACTS[one].isLossless)) {
      it(`${format}: every 24-bit integer comes out as it went in`, async () => {
        const integers = [-FULL_SCALE, FULL_SCALE - 1, -1, 0, 1, 0x55_5555, -0x55_5556, ...someIntegers(SECOND)]
        const sound = Float32Array.from(integers.slice(0, SECOND), (integer) => integer / FULL_SCALE)
        expect(await heard(await master(sound, { format }), format)).toEqual(sound)
      })

      it(`${format}: what is no 24-bit integer becomes the nearest`, async () => {
        const between = [0.4, 0.6, -0.4, -0.6, 1000.3, -1000.7].map((value) => value / FULL_SCALE)
        const nearest = [0, 1, 0, -1, 1000, -1001].map((value) => value / FULL_SCALE)
        const sound = Float32Array.from([...between, 1, -1.5, 2, 0])
        const expected = Float32Array.from([...nearest, 1 - 1 / FULL_SCALE, -1, 1 - 1 / FULL_SCALE, 0])
        const stereo = await heard(await master(sound, { format }), format)
        // Adding 0 makes one zero of both.
        expect(stereo.map((sample) => sample + 0)).toEqual(expected)
      })
    }

    for (const format of MASTER_FORMATS) {
      it(`${format}: a fault of the blocks comes out as it went in, and they are closed`, async () => {
        const fault = { type: 'TimedOut', milliseconds: 1 } as const
        let isClosed = false
        const blocks = async function* () {
          try {
            yield ok(second)
            yield err(fault)
          } finally {
            isClosed = true
          }
        }
        const bytes = await gatherBytes(subject().audio.encode(blocks(), { format }))
        expect(faultOf(bytes)).toBe(fault)
        expect(isClosed).toBe(true)
      })
    }

    it(`${MAX_STEMS} stems are decoded side by side, and encoded meanwhile`, async () => {
      const stems = Array.from({ length: MAX_STEMS }, (_, stem) => {
        const channel = tone(stemHertz(stem), SECOND / 2 + 100 * stem, 0.02)
        return decode(subject(), waveFile({ channels: [channel, channel] }), 'wav')
      })
      const bus = mixdown(stems.map(plainStem))
      const bytes = valueOf(await gatherBytes(subject().audio.encode(bus, { format: 'mp3' })))
      const stereo = await heard(bytes, 'mp3')
      expect(stereo.length / 2).toBe(SECOND / 2 + 100 * (MAX_STEMS - 1))
      const levels = Array.from({ length: MAX_STEMS }, (_, stem) => levelAt(side(stereo, 0), stemHertz(stem)))
      for (const level of levels) expect(Math.abs(level / 0.02 - 1)).toBeLessThan(0.1)
    })

    it('out of order, it says so once in its stream and does not touch what it is given', async () => {
      const bytes = await itemsOf(subject().broken.encode(playing(second), { format: 'mp3' }))
      expect(bytes.map((piece) => faultOf(piece).type)).toEqual(['AudioUnavailable'])
    })
  })
