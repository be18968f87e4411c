import { err } from 'neverthrow'
import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryAudio } from '#adapters/memory/media/memory-audio.ts'
import { memoryFiles } from '#adapters/memory/media/memory-staging-and-blob-store.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { interleave, levelAt, onset, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { type FileStem, mixFiles, type MixingStage } from '#application/mix/mix-files.ts'
import { unavailable } from '#application/shared/outcome.ts'
import { alignFiles } from '#application/track/align-files.ts'
import type { AudioFile } from '#application/track/audio-file.ts'
import { drawFile } from '#application/track/draw-file.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import {
  DEFAULT_MASTER,
  DEFAULT_SETTINGS,
  type Gain,
  type MasterSettings,
  type Offset,
  type StemSettings,
} from '#domain/mix/recipe.ts'
import { music } from '../domain/sounds.ts'

const SECOND = 48_000
const AS_IT_IS: MasterSettings = { ...DEFAULT_MASTER, loudness: null }

const fileOf = (name: string, stereo: Float32Array): AudioFile => {
  const wave = waveFile({ channels: [side(stereo, 0), side(stereo, 1)] })
  return { name, read: () => arriving(wave) }
}

const toneFile = (name: string, hertz: number, level = 0.2): AudioFile => {
  const channel = tone(hertz, SECOND, level)
  return fileOf(name, interleave(channel, channel))
}

const stem = (file: AudioFile, settings: Partial<StemSettings> = {}): FileStem => ({
  ...file,
  settings: { ...DEFAULT_SETTINGS, ...settings },
})

/** Staging that knows what is in it. */
const world = () => {
  const { staging } = memoryFiles()
  const audio = new MemoryAudio()
  const held = new Set<string>()
  const deps = {
    audioSniffer: audio,
    audioDecoder: audio,
    audioEncoder: audio,
    staging: {
      ...staging,
      receive: ((bytes, limit) =>
        staging.receive(bytes, limit).map((file) => {
          held.add(file.id)
          return file
        })) as typeof staging.receive,
      discard: (file: StagedFile) => {
        held.delete(file.id)
        return staging.discard(file)
      },
    },
  }
  const soundOf = async (file: StagedFile) =>
    valueOf(
      await gatherBlocks(audio.decode({ format: 'wav', bytes: staging.read(file) }, { maximumFrames: 60 * SECOND })),
    )
  return { deps, held, soundOf, audio }
}

let { deps, held, soundOf, audio } = world()
beforeEach(() => void ({ deps, held, soundOf, audio } = world()))

describe('files without a server', () => {
  it('are mixed by their settings, and what was measured is told', async () => {
    const stems = [
      stem(toneFile('guitar', 440)),
      stem(toneFile('bass', 110), { gain: -600 as Gain, offset: (SECOND / 2) as Offset }),
    ]
    const stages = new Set<MixingStage>()
    const onProgress = (stage: MixingStage, done: number) => {
      stages.add(stage)
      expect(done).toBeLessThanOrEqual(1)
    }
    const mixed = valueOf(await mixFiles(deps)({ stems, master: AS_IT_IS, format: 'wav', onProgress }))
    const left = side(await soundOf(mixed.file), 0)
    expect(left.length).toBe(1.5 * SECOND)
    expect(levelAt(left.subarray(SECOND), 110)).toBeCloseTo(0.1, 2)
    expect(levelAt(left.subarray(0, SECOND / 2), 440)).toBeCloseTo(0.2, 2)
    expect(mixed.master.frames).toBe(1.5 * SECOND)
    expect(mixed.stems.map(({ name, frames, isHeard }) => [name, frames, isHeard])).toEqual([
      ['guitar', SECOND, true],
      ['bass', SECOND, true],
    ])
    expect(mixed.stems[0]!.truePeak).toBeCloseTo(20 * Math.log10(0.2), 1)
    expect(mixed.stems[0]!.alignment).toBe('exact')
    expect([...stages]).toEqual(['reading', 'mixing', 'mastering', 'encoding'])
  })

  it('give the master the loudness that is asked for', async () => {
    const stems = [stem(fileOf('music', music(4 * SECOND, 2)))]
    const { master } = valueOf(await mixFiles(deps)({ stems, master: DEFAULT_MASTER, format: 'flac' }))
    expect(Math.abs(master.loudness! + 14)).toBeLessThan(0.1)
    expect(master.truePeak).toBeLessThanOrEqual(-1)
    expect(master.isOffTarget).toBe(false)
  })

  it('are reported even if they are not heard', async () => {
    const stems = [stem(toneFile('guitar', 440)), stem(toneFile('bass', 110), { solo: true })]
    const mixed = valueOf(await mixFiles(deps)({ stems, master: AS_IT_IS, format: 'wav' }))
    expect(mixed.stems.map(({ isHeard }) => isHeard)).toEqual([false, true])
    const left = side(await soundOf(mixed.file), 0)
    expect(levelAt(left, 440)).toBeLessThan(0.001)
    expect(levelAt(left, 110)).toBeCloseTo(0.2, 2)
  })

  it('may exceed full scale', async () => {
    const stems = [stem(toneFile('loud', 440, 3), { gain: -2000 as Gain })]
    const mixed = valueOf(await mixFiles(deps)({ stems, master: AS_IT_IS, format: 'wav' }))
    expect(levelAt(side(await soundOf(mixed.file), 0), 440)).toBeCloseTo(0.3, 2)
    expect(mixed.stems[0]!.truePeak).toBeCloseTo(20 * Math.log10(3), 1)
  })

  it('leave nothing but the master in the scratch space, and nothing at all if one cannot be read', async () => {
    const good = stem(toneFile('guitar', 440))
    const mixed = valueOf(await mixFiles(deps)({ stems: [good, good], master: AS_IT_IS, format: 'wav' }))
    expect([...held]).toEqual([mixed.file.id])
    held.clear()
    const text: AudioFile = { name: 'song.txt', read: () => arriving(new TextEncoder().encode('la la la la la la')) }
    const refused = faultOf(await mixFiles(deps)({ stems: [good, stem(text)], master: AS_IT_IS, format: 'wav' }))
    expect(refused).toEqual({ type: 'FileUnreadable', name: 'song.txt', cause: { type: 'NotAudio' } })
    expect([...held]).toEqual([])
  })

  it('say which one breaks off, and that there is no decoder', async () => {
    const outage = unavailable('files', new Error('gone'))
    const gone: AudioFile = {
      name: 'gone',
      read: async function* () {
        yield err(outage)
      },
    }
    const mix = { stems: [stem(gone)], master: AS_IT_IS, format: 'wav' } as const
    expect(faultOf(await mixFiles(deps)(mix))).toEqual({ type: 'FileUnreadable', name: 'gone', cause: outage })
    audio.breakDown()
    const broken = await mixFiles(deps)({ ...mix, stems: [stem(toneFile('guitar', 440))] })
    expect(faultOf(broken)).toMatchObject({ name: 'guitar', cause: { type: 'AudioUnavailable' } })
  })

  it('make no mix in which nothing is heard', async () => {
    const early = -SECOND as Offset
    for (const settings of [{ mute: true }, { offset: early }]) {
      const stems = [stem(toneFile('guitar', 440), settings)]
      const refused = await mixFiles(deps)({ stems, master: AS_IT_IS, format: 'wav' })
      expect(faultOf(refused)).toEqual({ type: 'NothingHeard' })
    }
    expect([...held]).toEqual([])
  })

  it('are laid beside each other', async () => {
    const whole = music(8 * SECOND, 5)
    const found = await alignFiles(deps)(fileOf('one', whole), fileOf('other', whole.slice(2 * SECOND)))
    expect(valueOf(found)).toMatchObject({ offset: SECOND, foundBy: 'waveform' })
    const silent = await alignFiles(deps)(fileOf('one', whole), fileOf('silence', new Float32Array(2 * SECOND)))
    expect(faultOf(silent)).toEqual({ type: 'NothingFits' })
  }, 60_000)

  it('are drawn as a picture, as pairs and as peaks', async () => {
    const late = new Float32Array(2 * SECOND)
    late.fill(0.5, SECOND)
    const file = fileOf('late', late)
    const svg = valueOf(await drawFile(deps)(file, 'svg', { width: 100, height: 20 }))
    expect(svg.content).toMatch(/^<svg [^>]*width="100" height="20"/)
    expect(svg.frames).toBe(SECOND)
    const json = valueOf(await drawFile(deps)(file, 'json', { width: 10, height: 1 })).content as string
    const drawn = JSON.parse(json) as { readonly length_samples: number; readonly pairs: readonly number[] }
    expect(drawn.length_samples).toBe(SECOND)
    expect(drawn.pairs).toHaveLength(20)
    expect(onset(Float32Array.from(drawn.pairs), 0.4)).toBeGreaterThanOrEqual(8)
    expect(valueOf(await drawFile(deps)(file, 'dat', { width: 1, height: 1 })).content).toHaveLength(24 + 2 * 188)
  })
})
