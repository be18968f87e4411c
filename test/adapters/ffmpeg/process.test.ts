import { rm } from 'node:fs/promises'
import { describe, expect, test, vi } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { findFfmpeg, type NativeFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { findGuards } from '#adapters/ffmpeg/guards.ts'
import type { AudioFault } from '#application/track/audio.ts'
import { childrenOf, running } from '#test/audio/processes.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { arriving, gatherBlocks, playing } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { beginsToDecode, fakeFfmpeg, foundFake, namesBelow, newFolder, SEARCH_PATH } from './support.ts'

const { prlimit } = await findGuards(SEARCH_PATH)

const ALL = { maximumFrames: Infinity }
const sound = tone(440, 48_000, 0.5)
const file = waveFile({ channels: [sound] })

const decodeFault = async (ffmpeg: NativeFfmpeg, milliseconds?: number): Promise<AudioFault> => {
  const folder = await newFolder()
  const audio = new FfmpegAudio(ffmpeg, { folder, ...(milliseconds === undefined ? {} : { milliseconds }) })
  const fault = faultOf(await gatherBlocks(audio.decode({ format: 'wav', bytes: arriving(file) }, ALL)))
  expect(await namesBelow(folder)).toEqual([])
  return fault
}

const encodeFault = async (ffmpeg: NativeFfmpeg, milliseconds?: number): Promise<AudioFault> => {
  const folder = await newFolder()
  const audio = new FfmpegAudio(ffmpeg, { folder, ...(milliseconds === undefined ? {} : { milliseconds }) })
  const fault = faultOf(await gatherBytes(audio.encode(playing(interleave(sound, sound)), { format: 'mp3' })))
  expect(await namesBelow(folder)).toEqual([])
  return fault
}

/** Long enough for a busy machine to start three processes in. */
const LIMIT = 2000

/** Hangs together with a child of its own, and neither heeds what can be ignored. */
const HANGS = `trap '' TERM INT HUP PIPE\nsleep 1000 &\nsleep 1000`

/** Everybody in the groups that this process's children lead. */
const groupMembers = (): readonly number[] => {
  const groups = childrenOf().map(({ group }) => group)
  return running().flatMap(({ pid, group }) => (groups.includes(group) && group !== process.pid ? [pid] : []))
}

describe('ffmpeg that hangs', () => {
  test.each([
    ['decoding', decodeFault, 'AudioUndecodable', 'decoded'],
    ['encoding', encodeFault, 'AudioUnavailable', 'encoded'],
  ] as const)('while %s is killed with its whole group when its time is over', async (_, attempt, type, what) => {
    const fake = await foundFake(HANGS)
    let members: readonly number[] = []
    const ended = attempt(fake, LIMIT)
    await vi.waitUntil(() => (members = groupMembers()).length >= 3, { timeout: LIMIT, interval: 10 })
    expect(await ended).toMatchObject({ type, cause: `not ${what} within ${LIMIT} ms` })
    await expect.poll(() => running().filter(({ pid }) => members.includes(pid)), { timeout: 1000 }).toEqual([])
  })

  test('is killed with its whole group when nobody listens any longer', async () => {
    const folder = await newFolder()
    const fake = await foundFake(`sleep 1000 &\n${beginsToDecode('sleep 1000')}`)
    const blocks = new FfmpegAudio(fake, { folder }).decode({ format: 'wav', bytes: arriving(file) }, ALL)
    let members: readonly number[] = []
    for await (const block of blocks) {
      expect(valueOf(block).length).toBeGreaterThan(0)
      members = groupMembers()
      break
    }
    expect(members.length).toBeGreaterThanOrEqual(2)
    await expect.poll(() => running().filter(({ pid }) => members.includes(pid)), { timeout: 1000 }).toEqual([])
    expect(await namesBelow(folder)).toEqual([])
  })
})

describe('ffmpeg that fails', () => {
  test('is told with its exit code and its last words', async () => {
    const fake = await foundFake(`echo 'the end of it' >&2; exit 3`)
    expect(await decodeFault(fake)).toEqual({ type: 'AudioUndecodable', cause: 'exit code 3: the end of it' })
    expect(await encodeFault(fake)).toEqual({ type: 'AudioUnavailable', cause: 'exit code 3: the end of it' })
  })

  test('says much and is not kept whole', async () => {
    const fake = await foundFake(`yes 'nothing but words' | head -c 3000000 >&2; echo end >&2; exit 3`)
    const fault = await decodeFault(fake)
    expect(fault).toMatchObject({ cause: expect.stringMatching(/end$/) })
    expect(JSON.stringify(fault).length).toBeLessThan(10_000)
  })

  test('by a signal is told so', async () => {
    expect(await decodeFault(await foundFake('kill -SEGV $$'))).toMatchObject({
      type: 'AudioUndecodable',
      cause: expect.stringContaining('SIGSEGV'),
    })
  })

  test.each([
    ['with guards', SEARCH_PATH],
    ['without', ''],
  ])('to be there any longer is unavailable, %s', async (_, searchPath) => {
    const fake = await foundFake('exit 0', searchPath)
    await rm(fake.path)
    expect((await decodeFault(fake)).type).toBe('AudioUnavailable')
    expect((await encodeFault(fake)).type).toBe('AudioUnavailable')
  })
})

describe('ffmpeg as a process', () => {
  test('sees nothing of the environment but the path', async () => {
    vi.stubEnv('SECRET_OF_THE_HOUSE', 'hidden')
    const fault = await decodeFault(await foundFake('env >&2; exit 1'))
    vi.unstubAllEnvs()
    expect(fault).toMatchObject({ cause: expect.stringContaining(`PATH=${SEARCH_PATH}`) })
    expect(JSON.stringify(fault)).not.toContain('SECRET_OF_THE_HOUSE')
  })

  test('is in an empty directory with its input', async () => {
    expect(await decodeFault(await foundFake('ls -A >&2; exit 1'))).toMatchObject({ cause: 'exit code 1: input' })
  })

  // Without prlimit nothing holds it back but that it is not told to.
  test.runIf(prlimit !== null)('that decodes can write no file', async () => {
    const fault = await decodeFault(await foundFake('echo text > made; exit 1'))
    expect(fault).toMatchObject({ cause: expect.stringContaining('SIGXFSZ') })
  })

  test('works without any guard', async () => {
    const { path } = await nativeFfmpeg()
    const found = valueOf(await findFfmpeg({ named: path, searchPath: '' }))
    expect(found).toMatchObject({ guards: { setpriv: null, prlimit: null } })
    const audio = new FfmpegAudio(found, { folder: await newFolder() })
    const blocks = audio.decode({ format: 'wav', bytes: arriving(file) }, ALL)
    expect(valueOf(await gatherBlocks(blocks)).length).toBe(2 * sound.length)
  })

  test('cannot keep its temporary files where no folder can be', async () => {
    const folder = await fakeFfmpeg('a file, not a folder')
    const audio = new FfmpegAudio(await nativeFfmpeg(), { folder })
    const blocks = audio.decode({ format: 'wav', bytes: arriving(file) }, ALL)
    expect(faultOf(await gatherBlocks(blocks))).toMatchObject({ type: 'Unavailable', what: 'files' })
  })
})
