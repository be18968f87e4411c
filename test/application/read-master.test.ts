import { describe, expect, test } from 'vitest'
import { readWave } from '#adapters/memory/media/memory-wave.ts'
import { bytesOf } from '#adapters/testing/bytes.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { AudioDecoder, AudioEncoder, MasterRequest } from '#application/track/audio.ts'
import { MASTER_FORMATS } from '#domain/mix/master-format.ts'
import type { PostId } from '#domain/shared/id.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { levelMeter } from '#domain/sound/level-meter.ts'
import { truePeakMeter } from '#domain/sound/true-peak.ts'
import { MIN_ORPHAN_AGE } from '#domain/track/orphan.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { queueSweep } from '#application/track/sweep-orphans.ts'
import { active, answered, masterOf, posted, samplesOfStem } from './given.ts'
import { type World, world } from './world.ts'

const LENGTH = 24_000

const both = (channel: Float32Array): Uint8Array<ArrayBuffer> =>
  waveFile({ channels: [channel, channel], sample: 'float32' })

/** Loud enough that the limiter has something to do. */
const LOUD = { master: { loudnessLufs: -8, ceilingDbtp: -3 } }

/** So loud that the limiter cannot but work. */
const LIMITED = { master: { loudnessLufs: -6, ceilingDbtp: -3 } }

/** A song of Ann's that Bob has answered; `render` mixes it. */
const song = async (level = 0.5) => {
  const on = world()
  const ann = await active(on, 'Ann')
  const bob = await active(on, 'Bob')
  const postId = await posted(on, ann, both(tone(997, LENGTH, level)))
  const bass = await answered(on, postId, bob, both(tone(440, LENGTH, 0.5)))
  await on.work()
  const request = (recipe: object) => valueOf(on.app.mixes.request({ postId, requester: ann, recipe: recipe as never }))
  const render = async (
    recipe: object = { stems: [{ comment: bass, gainDb: -1.5, pan: 20, offsetMs: 10 }], ...LOUD },
  ) => {
    await request(recipe)
    await on.work()
    return (await masterOf(on, postId))!
  }
  return { on, ann, postId, bass, request, render }
}

const samplesAt = async (on: World, path: MediaPath): Promise<Float32Array> =>
  readWave(await bytesOf((await valueOf(on.ports.blobs.read(path)))!.bytes))._unsafeUnwrap().samples

const masterIn = (on: World, postId: PostId, format: string) => on.app.mixes.master(postId, format)

/** An encoder that notes what it is asked for. */
const watched = (encoder: AudioEncoder) => {
  const requests: MasterRequest[] = []
  return {
    requests,
    encoder: {
      encode: (blocks, to) => {
        requests.push(to)
        return encoder.encode(blocks, to)
      },
    } satisfies AudioEncoder,
  }
}

const sweep = async (on: World) => {
  await on.pass(MIN_ORPHAN_AGE)
  on.chance.queueRolls(0)
  await valueOf(queueSweep(on.ports)())
  await on.work()
}

describe('the master of a mix', () => {
  test('holds without loss, in FLAC and WAV, the samples that the MP3 was made of', async () => {
    const { on, postId, bass, render } = await song()
    // The memory adapter writes an MP3 as floats.
    const encoded = await samplesAt(on, await render({ stems: [{ comment: bass }] }))
    for (const format of ['flac', 'wav']) {
      const { path, title } = await valueOf(masterIn(on, postId, format))
      expect(path).toMatch(new RegExp(`/master_r1_a1\\.${format}$`))
      expect(title).toBe('봄밤')
      expect(await samplesAt(on, path)).toEqual(encoded)
    }
    expect(encoded.some((sample) => sample !== 0)).toBe(true)
  })

  test('is limited lower where a codec will raise its peaks, and is the same sound in every format', async () => {
    const { on, postId, bass, render } = await song()
    await render({ stems: [{ comment: bass }], ...LIMITED })
    const levelsIn = async (format: string) => {
      const meter = levelMeter()
      meter.add(await samplesAt(on, (await valueOf(masterIn(on, postId, format))).path))
      return meter.levels()
    }
    const [mp3, flac] = [await levelsIn('mp3'), await levelsIn('flac')]
    expect(mp3.truePeak).toBeLessThan(-3.7)
    expect(flac).toEqual(mp3)
  })

  test('is coded again from a lower ceiling while its decoded peak is above the one wanted', async () => {
    const { on, postId, bass, request } = await song()
    const RAISED = 1.15
    const attempts: number[] = []
    // A codec that raises peaks by 1.2 dB, as hardly one does.
    const audioDecoder: AudioDecoder = {
      decode: async function* (audio, limit) {
        const isCheck = audio.format === 'mp3'
        if (isCheck) attempts.push(1)
        for await (const block of on.ports.audioDecoder.decode(audio, limit))
          yield block.map((samples) => (isCheck ? samples.map((sample) => sample * RAISED) : samples))
      },
    }
    await request({ stems: [{ comment: bass }], ...LIMITED })
    await valueOf(on.having({ audioDecoder }).worker.performJob({ type: 'render-mix', postId }))
    const meter = truePeakMeter()
    meter.add(await samplesAt(on, (await masterOf(on, postId))!))
    expect(amplitudeInDecibels(RAISED * meter.truePeak())).toBeLessThanOrEqual(-3)
    expect(attempts.length).toBeGreaterThan(1)
  })

  test('is the stored file as an MP3, and is made once in every other format', async () => {
    const { on, postId, render } = await song()
    const { requests, encoder } = watched(on.ports.audioEncoder)
    const app = on.having({ audioEncoder: encoder })
    const mp3 = await render()
    const paths = []
    for (const format of [...MASTER_FORMATS, ...MASTER_FORMATS])
      paths.push((await valueOf(app.mixes.master(postId, format))).path)
    expect(paths[0]).toBe(mp3)
    expect(new Set(paths).size).toBe(MASTER_FORMATS.length)
    expect(requests.map(({ format }) => format)).toEqual(MASTER_FORMATS.filter((format) => format !== 'mp3'))
    expect(requests[0]!.tags).toEqual({ title: '봄밤', artists: ['Ann', 'Bob'], cover: null })
  })

  test('is made once for all who ask at the same time, and is made again after a failure', async () => {
    const { on, postId, render } = await song()
    await render()
    const { requests, encoder } = watched(on.ports.audioEncoder)
    const app = on.having({ audioEncoder: encoder })
    const ask = () => app.mixes.master(postId, 'flac')
    on.audio.breakDown()
    expect(await refusalOf(ask())).toMatchObject({ type: 'AudioUnavailable' })
    on.audio.repair()
    requests.length = 0
    const all = await Promise.all([ask(), ask(), ask()])
    expect(all.map((one) => one.isOk())).toEqual([true, true, true])
    expect(requests).toHaveLength(1)
  })

  test('stays in all its formats when it is mixed anew, and goes in all of them with a comment in it', async () => {
    const { on, postId, bass, render } = await song()
    await render({ stems: [{ comment: bass }] })
    for (const format of MASTER_FORMATS) await valueOf(masterIn(on, postId, format))
    const first = () => on.files.paths().filter((path) => path.includes('master_r1'))
    await render({ stems: [{ comment: bass, gainDb: -3 }] })
    expect(first()).toHaveLength(MASTER_FORMATS.length)
    const { author } = await valueOf(on.app.comments.read(bass))
    await valueOf(on.app.comments.delete({ id: bass, remover: author.id }))
    await on.work()
    expect(first()).toEqual([])
  })

  test('stays in all its formats when orphans are swept, which another master’s do not', async () => {
    const { on, postId, render } = await song()
    await render()
    for (const format of MASTER_FORMATS) await valueOf(masterIn(on, postId, format))
    const { path } = await valueOf(masterIn(on, postId, 'flac'))
    const before = on.files.paths().toSorted()
    const staged = await valueOf(on.app.uploads.receive(new Uint8Array(9)))
    await valueOf(on.ports.blobs.keep(staged, path.replace('_r1_', '_r7_') as MediaPath))
    await sweep(on)
    expect(on.files.paths().toSorted()).toEqual(before)
  })

  test('is not there before it is rendered, and its refusal says why', async () => {
    const { on, postId, bass, request, render } = await song()
    const refused = (format = 'mp3') => refusalOf(masterIn(on, postId, format))
    expect(await refused()).toEqual({ type: 'MixNotRendered', postId, state: 'none' })
    await request({ stems: [{ comment: bass }] })
    expect(await refused()).toEqual({ type: 'MixNotRendered', postId, state: 'waiting' })
    await render()
    expect(await refused('MP3')).toEqual({ type: 'MasterFormatUnknown', given: 'MP3', offered: MASTER_FORMATS })
    expect(await refusalOf(masterIn(on, 99 as PostId, 'mp3'))).toMatchObject({ type: 'PostNotFound' })
  })
})

describe('the author’s track as the master', () => {
  test('comes in every format from its stem, and stays when orphans are swept', async () => {
    const { on, postId, render } = await song(0.25)
    const track = await render({ stems: [] })
    const stem = on.files.paths().find((path) => path.startsWith(track.replace('.wav', '_wav_stem')))!
    for (const format of MASTER_FORMATS) {
      const { path } = await valueOf(masterIn(on, postId, format))
      expect(await samplesAt(on, path)).toEqual(await samplesOfStem(on, stem))
    }
    const before = on.files.paths().toSorted()
    await sweep(on)
    expect(on.files.paths().toSorted()).toEqual(before)
  })

  test('is limited and not clipped where the upload exceeds full scale', async () => {
    const { on, postId, render } = await song(1.5)
    await render({ stems: [] })
    const samples = await samplesAt(on, (await valueOf(masterIn(on, postId, 'flac'))).path)
    const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
    expect(peak).toBeGreaterThan(0.8)
    expect(peak).toBeLessThan(0.9)
  })
})
