import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { AudioDecoder, AudioEncoder, AudioReadiness } from '#application/track/audio.ts'
import { AUDIO_FORMATS, type AudioFormat } from '#domain/track/track.ts'
import { faultOf, itemsOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, playing } from '#adapters/testing/sound/streams.ts'
import { decoding } from './audio-decoding.ts'
import { encoding } from './audio-encoding.ts'
import { ALL, second, secondFile } from './audio-sound.ts'

type Audio = AudioDecoder & AudioEncoder & AudioReadiness

export type AudioSubject = {
  readonly audio: Audio
  /** The same, out of order. */
  readonly broken: Audio
  /** What its master is, and by what part a level may be off in it. */
  readonly master: { readonly format: AudioFormat; readonly tolerance: number }
  /** Files and processes that are there because of it. */
  readonly leftovers: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** The contract of AudioDecoder, AudioEncoder and AudioReadiness, for a subject that decodes the formats. */
export const audioContract = (
  name: string,
  makeSubject: () => Promise<AudioSubject>,
  formats: readonly AudioFormat[] = AUDIO_FORMATS,
): void => {
  describe(name, () => {
    let subject: AudioSubject
    beforeAll(async () => {
      subject = await makeSubject()
    })
    afterAll(() => subject.close())
    // Whatever a case does, a fault or an early end among it, nothing stays.
    afterEach(async () => {
      expect(await subject.leftovers(), 'left behind').toEqual([])
    })

    test('says what it works with', () => {
      expect(valueOf(subject.audio.audio)).toMatch(/\w/)
    })

    decoding(() => subject, formats)
    encoding(() => subject)

    test('out of order, it says so once in each stream and does not touch what it is given', async () => {
      const blocks = await itemsOf(subject.broken.decode({ format: 'wav', bytes: arriving(secondFile) }, ALL))
      const bytes = await itemsOf(subject.broken.encode(playing(second)))
      for (const items of [blocks, bytes]) {
        expect(items.map((item) => faultOf(item).type)).toEqual(['AudioUnavailable'])
      }
      expect(faultOf(subject.broken.audio).type).toBe('AudioUnavailable')
    })
  })
}
