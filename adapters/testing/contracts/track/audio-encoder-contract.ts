import { err, ok } from 'neverthrow'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import { contract, type Make } from '#adapters/testing/contracts/subject.ts'
import { expect } from '#adapters/testing/expect.ts'
import { faultOf, itemsOf, valueOf } from '#adapters/testing/sound/results.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { playing } from '#adapters/testing/sound/streams.ts'
import { levelAt, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { type AudioSubject, decode, decoded, LEFT, RIGHT, second, SECOND, tidy } from './audio-sound.ts'

/** As many stems as the largest mix has: the post's own and 32 comments. */
const MAX_STEMS = 33

/** The tone of each stem, so that it is found again in the sum. */
const stemHertz = (stem: number): number => 200 + 100 * stem

/** `AudioEncoder`. What it encodes is heard through the decoder beside it. */
export const audioEncoderContract = (
  testRunner: TestRunner,
  make: Make<AudioSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'AudioEncoder', name }, tidy(make), (made, it) => {
    const subject = () => made().subject
    it('a master is as long as its blocks, at their level and of their frequencies', async () => {
      const bytes = valueOf(await gatherBytes(subject().audio.encode(playing(second))))
      const { format, tolerance } = subject().master
      const stereo = await decoded(subject(), bytes, format)
      expect(stereo.length).toBe(2 * SECOND)
      expect(Math.abs(levelAt(side(stereo, 0), LEFT.hertz) / 0.5 - 1)).toBeLessThan(tolerance)
      expect(Math.abs(levelAt(side(stereo, 1), RIGHT.hertz) / 0.25 - 1)).toBeLessThan(tolerance)
      expect(levelAt(side(stereo, 0), RIGHT.hertz)).toBeLessThan(0.001)
    })

    it('the same sound gives the same bytes, in whatever blocks it comes', async () => {
      const once = valueOf(await gatherBytes(subject().audio.encode(playing(second, 5000))))
      const again = valueOf(await gatherBytes(subject().audio.encode(playing(second, 777))))
      expect(once.length).toBeGreaterThan(0)
      expect(again).toEqual(once)
    })

    it('a fault of the blocks comes out as it went in, and they are closed', async () => {
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
      const bytes = await gatherBytes(subject().audio.encode(blocks()))
      expect(faultOf(bytes)).toBe(fault)
      expect(isClosed).toBe(true)
    })

    it(`${MAX_STEMS} stems are decoded side by side, and encoded meanwhile`, async () => {
      const stems = Array.from({ length: MAX_STEMS }, (_, stem) => {
        const channel = tone(stemHertz(stem), SECOND / 2 + 100 * stem, 0.02)
        return decode(subject(), waveFile({ channels: [channel, channel] }), 'wav')
      })
      const bytes = valueOf(await gatherBytes(subject().audio.encode(mixdown(stems.map(plainStem)))))
      const stereo = await decoded(subject(), bytes, subject().master.format)
      expect(stereo.length / 2).toBe(SECOND / 2 + 100 * (MAX_STEMS - 1))
      const levels = Array.from({ length: MAX_STEMS }, (_, stem) => levelAt(side(stereo, 0), stemHertz(stem)))
      for (const level of levels) expect(Math.abs(level / 0.02 - 1)).toBeLessThan(0.1)
    })

    it('out of order, it says so once in its stream and does not touch what it is given', async () => {
      const bytes = await itemsOf(subject().broken.encode(playing(second)))
      expect(bytes.map((piece) => faultOf(piece).type)).toEqual(['AudioUnavailable'])
    })
  })
