import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, playing } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { quantised } from '#domain/sound/pcm.ts'
import { KINDS, newFolder } from './support.ts'

const FRAMES = 50_000
const sound = quantised(interleave(tone(440, FRAMES, 0.999), tone(997, FRAMES, 1e-4)), 0)

describe.each(Object.keys(KINDS))('a stem decoded into a file %s', (kind) => {
  const newStem = async () => {
    const folder = await newFolder()
    const audio = new FfmpegAudio(await KINDS[kind]!(), { folder: join(folder, 'work') })
    const flac = valueOf(await gatherBytes(audio.encode(playing(sound), { format: 'flac' })))
    return { folder, audio, flac, path: join(folder, 'stem') }
  }

  test('has the samples that were encoded, to the bit', async () => {
    const { audio, flac, path } = await newStem()
    valueOf(await audio.decodeStem(arriving(flac), FRAMES, path))
    expect(Buffer.from(sound.buffer).equals(await readFile(path))).toBe(true)
  })

  test('is decoded whatever is decoded with it', async () => {
    const { folder, audio, flac, path } = await newStem()
    const damaged = flac.subarray(0, flac.length / 2)
    const given = [flac, damaged, flac, new Uint8Array(1000), flac, flac, damaged, flac, flac, flac]
    const decoding = given.map((file, at) => audio.decodeStem(arriving(file), FRAMES, `${path}-${at}`))
    const decoded = await Promise.all(decoding)
    expect(decoded.map((one) => one.isOk())).toEqual(given.map((file) => file === flac))
    const whole = given.flatMap((file, at) => (file === flac ? [`${path}-${at}`] : []))
    for (const one of whole) expect(Buffer.from(sound.buffer).equals(await readFile(one))).toBe(true)
    expect(await readdir(folder)).toHaveLength(whole.length + 1)
    expect(await readdir(join(folder, 'work'))).toEqual([])
  })

  test.each([
    ['of another length', (flac: Uint8Array) => flac, FRAMES - 1],
    ['cut short', (flac: Uint8Array) => flac.subarray(0, flac.length / 2), FRAMES],
    ['that is none', () => new Uint8Array(1000), FRAMES],
  ])('does not appear of a file %s', async (_, damaged, frames) => {
    const { folder, audio, flac, path } = await newStem()
    expect((await audio.decodeStem(arriving(damaged(flac)), frames, path)).isErr()).toBe(true)
    expect(await readdir(folder)).toEqual(['work'])
    expect(await readdir(join(folder, 'work'))).toEqual([])
  })
})
