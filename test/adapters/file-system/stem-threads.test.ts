import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok } from 'neverthrow'
import { afterAll, describe, expect, test } from 'vitest'
import { StemThreads } from '#adapters/file-system/stem-threads.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving, playing } from '#adapters/testing/sound/streams.ts'
import { unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import { flacBytesOf } from '#application/track/flac-bytes.ts'
import { music } from '#test/domain/sounds.ts'
import { quantised } from '#domain/sound/pcm.ts'
import { newFolder } from './support.ts'

const FRAMES = 50_000
const sound = quantised(music(FRAMES, 3, 0.5), 0)
const newFlac = async () => valueOf(await gatherBytes(flacBytesOf(playing(sound), FRAMES)))

async function* broken(flac: Uint8Array): ByteStream {
  yield ok(flac.subarray(0, flac.length / 2))
  yield err(unavailable('files', 'gone'))
}

async function* thrown(flac: Uint8Array): ByteStream {
  yield ok(flac.subarray(0, flac.length / 2))
  throw new Error('gone')
}

const threads = new StemThreads(2)
afterAll(() => threads.close())

describe('a stem that a thread decodes into a file', () => {
  test('has the samples that were encoded, to the bit', async () => {
    const path = join(await newFolder(), 'stem')
    valueOf(await threads.decode(arriving(await newFlac(), 1000), FRAMES, path))
    expect(Buffer.from(sound.buffer).equals(await readFile(path))).toBe(true)
  })

  test('is decoded whatever is decoded beside it', async () => {
    const folder = await newFolder()
    const flac = await newFlac()
    const damaged = flac.subarray(0, flac.length / 2)
    const given = [flac, damaged, flac, new Uint8Array(1000), flac, flac, damaged, flac]
    const decoding = given.map((file, at) => threads.decode(arriving(file), FRAMES, join(folder, `${at}`)))
    expect((await Promise.all(decoding)).map((one) => one.isOk())).toEqual(given.map((file) => file === flac))
    const whole = given.flatMap((file, at) => (file === flac ? [`${at}`] : []))
    expect(await readdir(folder)).toEqual(whole)
    for (const name of whole) expect(Buffer.from(sound.buffer).equals(await readFile(join(folder, name)))).toBe(true)
  })

  test.each([
    ['of another length', (flac: Uint8Array) => arriving(flac), FRAMES - 1],
    ['cut short', (flac: Uint8Array) => arriving(flac.subarray(0, flac.length / 2)), FRAMES],
    ['that is none', () => arriving(new Uint8Array(1000)), FRAMES],
    ['that breaks off', broken, FRAMES],
  ] as const)('does not appear of a file %s', async (_, given, frames) => {
    const folder = await newFolder()
    const decoded = await threads.decode(given(await newFlac()), frames, join(folder, 'stem'))
    expect(decoded.isErr()).toBe(true)
    expect(await readdir(folder)).toEqual([])
  })

  test('leaves the thread free where the stream throws, and what follows its last sample is nobody’s', async () => {
    const folder = await newFolder()
    const flac = await newFlac()
    const spoiled = [1, 2, 3].map((at) => threads.decode(thrown(flac), FRAMES, join(folder, `${at}`)))
    expect((await Promise.all(spoiled)).map((one) => one.isErr())).toEqual([true, true, true])
    const long = Buffer.concat([flac, new Uint8Array(3_000_000)])
    expect((await threads.decode(arriving(long), FRAMES, join(folder, 'whole'))).isOk()).toBe(true)
    expect(await readdir(folder)).toEqual(['whole'])
  })

  test('does not appear where there is no place for it', async () => {
    const path = join(await newFolder(), 'missing', 'stem')
    expect((await threads.decode(arriving(await newFlac()), FRAMES, path)).isErr()).toBe(true)
  })
})
