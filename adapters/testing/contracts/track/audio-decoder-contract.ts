/** A few lines over the limit, so that the cases of one port stay together. */

import { err, ok } from 'neverthrow'
import { unavailable } from '#application/shared/outcome.ts'
import { AUDIO_FORMATS, type AudioFormat } from '#domain/track/track.ts'
import { contract, type Make } from '#adapters/testing/contracts/subject.ts'
import { expect } from '#adapters/testing/expect.ts'
import { faultOf, itemsOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { levelAt, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import type { It, SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import {
  ALL,
  type AudioSubject,
  decode,
  decoded,
  LEFT,
  loudest,
  RIGHT,
  second,
  SECOND,
  secondFile,
  sides,
  type SoundFileKind,
  type SoundFiles,
  tidy,
} from './audio-sound.ts'

/**
 * Frames by which a second may be longer or shorter. Most kinds declare their length to the sample; AAC ends with its last
 * packet and MP2 with its last frame, Vorbis may lose the half of one.
 */
const LENGTH: Readonly<Record<SoundFileKind, readonly [shorter: number, longer: number]>> = {
  wav: [0, 0],
  aiff: [0, 0],
  caf: [0, 0],
  flac: [0, 0],
  wv: [0, 0],
  mp3: [0, 0],
  mp2: [481, 1152],
  webm: [0, 0],
  opus: [0, 0],
  m4a: [0, 1024],
  mov: [0, 1024],
  mka: [0, 0],
  ogg: [1024, 1024],
  aac: [0, 2048],
}

/** Files that are read as a format; Ogg is two of them. Nothing here writes AMR, which is speech at 8 kHz. */
const FILES: readonly (readonly [file: SoundFileKind, format: AudioFormat])[] = [
  ...AUDIO_FORMATS.flatMap((format) => (format === 'amr' ? [] : [[format, format] as const])),
  ['opus', 'ogg'],
]

/** The formats it knows are decoded as they were recorded, and the others are refused. */
const decodesFiles = (
  it: It,
  subject: () => AudioSubject,
  { encode }: SoundFiles,
  formats: readonly AudioFormat[],
): void => {
  for (const [file, format] of FILES.filter(([, one]) => formats.includes(one))) {
    it(`${file} is decoded to its level and its frequencies on both sides`, async () => {
      const stereo = await decoded(subject(), await encode(secondFile, file), format)
      expect(levelAt(side(stereo, 0), LEFT.hertz)).toBeCloseTo(LEFT.level, 1)
      expect(levelAt(side(stereo, 1), RIGHT.hertz)).toBeCloseTo(RIGHT.level, 1)
      expect(levelAt(side(stereo, 0), RIGHT.hertz)).toBeLessThan(0.01)
      expect(levelAt(side(stereo, 1), LEFT.hertz)).toBeLessThan(0.01)
      const [shorter, longer] = LENGTH[file]
      expect(stereo.length / 2).toBeGreaterThanOrEqual(SECOND - shorter)
      expect(stereo.length / 2).toBeLessThanOrEqual(SECOND + longer)
    })

    it(`${file} begins where the recording began, to the sample`, async () => {
      const late = new Float32Array(SECOND)
      late[SECOND / 2] = 0.9
      const stereo = await decoded(subject(), await encode(waveFile({ channels: [late, late] }), file), format)
      expect(loudest(side(stereo, 0)) - SECOND / 2).toBe(0)
    })
  }

  for (const [file, format] of FILES.filter(([, one]) => !formats.includes(one)))
    it(`${file} is undecodable`, async () => {
      const refused = await gatherBlocks(decode(subject(), await encode(secondFile, file), format))
      expect(faultOf(refused).type).toBe('AudioUndecodable')
    })
}

/** What is in a WAV comes out as it is, in whatever pieces and up to whatever end. */
const keepsSound = (it: It, subject: () => AudioSubject): void => {
  for (const sample of ['float32', 'pcm24', 'pcm16'] as const)
    it(`a WAV of ${sample} keeps its precision and its length`, async () => {
      const exact = { float32: 0, pcm24: 2 ** -22, pcm16: 2 ** -14 }[sample]
      const stereo = await decoded(subject(), waveFile({ channels: sides, sample }), 'wav')
      expect(stereo.length).toBe(2 * SECOND)
      const worst = stereo.reduce((most, value, at) => Math.max(most, Math.abs(value - second[at]!)), 0)
      expect(worst).toBeLessThanOrEqual(exact)
    })

  it('sound beyond full scale is kept', async () => {
    const loud = tone(LEFT.hertz, SECOND, 3)
    expect(
      levelAt(side(await decoded(subject(), waveFile({ channels: [loud, loud] }), 'wav'), 0), LEFT.hertz),
    ).toBeCloseTo(3, 3)
  })

  for (const speakers of [0, 1, 2, 4])
    it(`one channel (speaker ${speakers}) sounds on both sides at its own level`, async () => {
      const stereo = await decoded(subject(), waveFile({ channels: [tone(LEFT.hertz, SECOND, 0.5)], speakers }), 'wav')
      expect(stereo.length).toBe(2 * SECOND)
      expect(levelAt(side(stereo, 0), LEFT.hertz)).toBeCloseTo(0.5, 4)
      expect(levelAt(side(stereo, 1), LEFT.hertz)).toBeCloseTo(0.5, 4)
    })

  it('blocks hold whole frames, however the bytes arrive', async () => {
    const bytes = arriving(waveFile({ channels: sides, sample: 'pcm24' }), 997)
    let blocks = 0
    for await (const block of subject().audio.decode({ format: 'wav', bytes }, ALL)) {
      const { length } = valueOf(block)
      expect(length).toBeGreaterThan(0)
      expect(length % 2).toBe(0)
      blocks++
    }
    expect(blocks).toBeGreaterThan(1)
  })

  for (const most of [0, 1, 4800, SECOND - 1, SECOND, SECOND + 1, Infinity])
    it(`gives no more than ${most} frames`, async () => {
      const stereo = await decoded(subject(), secondFile, 'wav', { maximumFrames: most })
      expect(stereo.length / 2).toBe(Math.min(most, SECOND))
    })

  it('no frames are no blocks and no fault', async () => {
    expect(
      (await decoded(subject(), waveFile({ channels: [new Float32Array(), new Float32Array()] }), 'wav')).length,
    ).toBe(0)
  })

  it('ending early ends the decoder and the reading of its bytes', async () => {
    let isClosed = false
    const bytes = async function* () {
      try {
        yield* arriving(waveFile({ channels: [tone(LEFT.hertz, 20 * SECOND, 0.5)] }))
      } finally {
        isClosed = true
      }
    }
    for await (const block of subject().audio.decode({ format: 'wav', bytes: bytes() }, { maximumFrames: Infinity })) {
      expect(block.isOk()).toBe(true)
      break
    }
    expect(await subject().fileCount()).toEqual([])
    expect(isClosed).toBe(true)
  })
}

/** What is no sound is told as what it is. */
const tellsFaults = (it: It, subject: () => AudioSubject, files: SoundFiles, formats: readonly AudioFormat[]): void => {
  for (const format of AUDIO_FORMATS)
    it(`garbage said to be ${format} is undecodable`, async () => {
      const garbage = Uint8Array.from({ length: 20_000 }, (_, at) => (at * at * 31 + at * 7) % 251)
      const fault = await gatherBlocks(decode(subject(), garbage, format))
      expect(faultOf(fault).type).toBe('AudioUndecodable')
    })

  for (const format of AUDIO_FORMATS)
    it(`nothing said to be ${format} is undecodable`, async () => {
      expect(faultOf(await gatherBlocks(decode(subject(), new Uint8Array(), format))).type).toBe('AudioUndecodable')
    })

  it('a WAV cut within its header is undecodable, one cut in its sound gives what there is', async () => {
    const cut = await gatherBlocks(decode(subject(), secondFile.subarray(0, 30), 'wav'))
    expect(faultOf(cut).type).toBe('AudioUndecodable')
    const half = await decoded(subject(), secondFile.subarray(0, secondFile.length - 4 * SECOND), 'wav')
    expect(half.length).toBe(SECOND)
  })

  it('a container without an audio stream is told from one that cannot be decoded', async () => {
    const expected = formats.includes('m4a') ? 'AudioMissing' : 'AudioUndecodable'
    expect(faultOf(await gatherBlocks(decode(subject(), await files.silentMovie(), 'm4a'))).type).toBe(expected)
  })

  it('a fault of the bytes comes out as it went in', async () => {
    const fault = unavailable('files', new Error('the disk is gone'))
    const bytes = async function* () {
      yield ok(secondFile.subarray(0, 1000))
      yield err(fault)
    }
    const blocks = await gatherBlocks(subject().audio.decode({ format: 'wav', bytes: bytes() }, ALL))
    expect(faultOf(blocks)).toBe(fault)
  })

  it('out of order, it says so once in each stream and does not touch what it is given', async () => {
    const blocks = await itemsOf(subject().broken.decode({ format: 'wav', bytes: arriving(secondFile) }, ALL))
    expect(blocks.map((block) => faultOf(block).type)).toEqual(['AudioUnavailable'])
  })
}

/** `AudioDecoder`, for one that decodes these formats. */
export const audioDecoderContract = (
  testRunner: TestRunner,
  make: Make<AudioSubject>,
  files: SoundFiles,
  { name, formats = AUDIO_FORMATS }: SuiteOptions & { readonly formats?: readonly AudioFormat[] } = {},
): void =>
  contract(testRunner, { of: 'AudioDecoder', name }, tidy(make), (made, it) => {
    const subject = () => made().subject
    decodesFiles(it, subject, files, formats)
    keepsSound(it, subject)
    tellsFaults(it, subject, files, formats)
  })
