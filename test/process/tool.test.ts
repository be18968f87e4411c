import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { side } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { encoded } from '../audio/encoded.ts'
import { nativeFfmpeg } from '../audio/native-ffmpeg.ts'
import { music } from '../domain/sounds.ts'
import { until } from '../story/until.ts'
import { COMPILE_CACHE } from '../compile-cache.ts'

const COMMAND = resolve(import.meta.dirname, '../../bootstrap/package/bin/soundhub.ts')
const SECOND = 48_000

let folder = ''
let scratch = ''

const waveOf = (sound: Float32Array): Uint8Array =>
  waveFile({ channels: [side(sound, 0), side(sound, 1)], sample: 'pcm24' })

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'soundhub-tool-test-'))
  ;[folder, scratch] = [join(root, 'songs'), join(root, 'scratch')]
  await Promise.all([mkdir(folder), mkdir(scratch)])
  const sound = music(6 * SECOND, 4)
  await writeFile(join(folder, 'guitar.mp3'), await encoded(waveOf(sound), 'mp3'))
  await writeFile(join(folder, 'bass, 1:2 é.wav'), waveOf(sound.slice(2 * SECOND)))
})

afterEach(() => rm(resolve(folder, '..'), { recursive: true, force: true }))

const start = async (...words: readonly string[]) => {
  const { path } = await nativeFfmpeg()
  const child = spawn(process.execPath, [COMMAND, ...words], {
    cwd: folder,
    env: { ...COMPILE_CACHE, PATH: process.env['PATH'], FFMPEG_PATH: path, TMPDIR: scratch },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => void (stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (stderr += bytes.toString()))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { child, ended }
}

const run = async (...words: readonly string[]) => (await start(...words)).ended

const BASS = 'bass, 1:2 é.wav'

describe('the command', () => {
  it('mixes files, prints where each lies and how loud the master is, and leaves nothing else', async () => {
    const { code, stdout, stderr } = await run(
      'mix',
      'guitar.mp3',
      `${BASS}:gain=-3,pan=-20,offset=1s`,
      '-o',
      'song.mp3',
    )
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^guitar\.mp3 +0:00\.000 +0:06\.000 +0\.0 dB +centre +-\d+\.\d LUFS +-\d+\.\d dBTP/m)
    expect(stdout).toMatch(/^bass, 1:2 é\.wav +0:01\.000 +0:05\.000 +-3\.0 dB +20 % left .* exact$/m)
    expect(stdout).toMatch(/^song\.mp3: 0:06\.000, -14\.0 LUFS, -\d+\.\d dBTP, \d+ kB$/m)
    expect((await readFile(join(folder, 'song.mp3'))).toString('latin1')).toContain('LAME')
    expect(await readdir(folder)).toHaveLength(3)
    expect(await readdir(scratch)).toEqual([])
  })

  it('prints one JSON object for a program', async () => {
    const { stdout } = await run('mix', BASS, '--json', '--loudness', 'off', '-o', 'song.wav')
    const { stems, master } = JSON.parse(stdout) as { readonly stems: readonly object[]; readonly master: object }
    expect(stems).toMatchObject([{ file: BASS, heard: true, offset_samples: 0, length_samples: 5 * SECOND }])
    expect(master).toMatchObject({ file: 'song.wav', length_samples: 5 * SECOND, target_loudness_lufs: null })
  })

  it('mixes by a recipe of the server', async () => {
    const recipe = {
      author: { gain_db: -2, mute: false },
      stems: [{ comment: 7, offset_ms: 500, solo: true }],
      master: { loudness_lufs: -20, ceiling_dbtp: -2 },
    }
    await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe))
    const words = ['mix', '--recipe', 'recipe.json', 'guitar.mp3', BASS, '--json', '-o', 'song.opus']
    const { stems, master } = JSON.parse((await run(...words)).stdout) as Record<'stems' | 'master', object>
    expect(stems).toMatchObject([
      { gain_db: -2, heard: false },
      { offset_ms: 500, heard: true },
    ])
    expect(master).toMatchObject({ target_loudness_lufs: -20, ceiling_dbtp: -2 })
    const alone = await run('mix', '--recipe', 'recipe.json', 'guitar.mp3', '-o', 'other.wav')
    expect([alone.code, alone.stderr]).toEqual([2, 'recipe.json mixes 2 files, but 1 are given.\n'])
  })

  it('draws a waveform', async () => {
    const { code, stdout } = await run('waveform', 'guitar.mp3', '-o', 'guitar.svg', '--width', '300')
    expect([code, stdout]).toEqual([0, ''])
    expect(await readFile(join(folder, 'guitar.svg'), 'utf8')).toMatch(/^<svg [^>]*width="300" height="280"/)
  })

  it('proposes an offset that can be pasted, to the sample even from an MP3', async () => {
    const { code, stdout } = await run('align', 'guitar.mp3', BASS)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^bass, 1:2 é\.wav:offset=48000samples {2}\(1000\.0 ms; confidence \d+ %: the same sound is in both\)$/m,
    )
    await writeFile(join(folder, 'silence.wav'), waveOf(new Float32Array(4 * SECOND)))
    const none = await run('align', 'guitar.mp3', 'silence.wav')
    expect(none.code).toBe(1)
    expect(none.stderr).toMatch(/^Nothing fits/)
  })

  it('keeps a file that exists, unless it is told to, and never writes over what it reads', async () => {
    await writeFile(join(folder, 'song.flac'), 'my only copy')
    const kept = await run('mix', BASS, '-o', 'song.flac')
    expect([kept.code, kept.stderr]).toEqual([1, 'song.flac exists. --force overwrites it.\n'])
    expect(await readFile(join(folder, 'song.flac'), 'utf8')).toBe('my only copy')
    expect((await run('mix', BASS, '-o', 'song.flac', '--force')).code).toBe(0)
    expect(await readFile(join(folder, 'song.flac'), 'latin1')).toMatch(/^fLaC/)
    const over = await run('mix', BASS, '-o', `./${BASS}`, '-f')
    expect([over.code, over.stderr]).toEqual([2, `./${BASS} is read and cannot be overwritten.\n`])
  })

  it('says what is wrong with arguments by file and setting, and ends with 2', async () => {
    const wrong = await run(
      'mix',
      'guitar.mp3:gain=loud,pan=101',
      `${BASS}:offset=31s`,
      '--loudness=-50',
      '-o',
      'x.mp3',
    )
    expect(wrong.code).toBe(2)
    expect(wrong.stderr.trim().split('\n')).toEqual([
      'guitar.mp3: gain: This should be a number.',
      'guitar.mp3: pan: This should lie between -100 and 100.',
      `${BASS}: offset: This should lie between -30000 and 30000.`,
      '--loudness: This should lie between -36 and -6.',
    ])
    for (const words of [
      ['mix'],
      ['mix', BASS],
      ['mix', BASS, '-o', 'x.ogg'],
      ['mix', BASS, '--fast'],
      ['align', BASS],
    ])
      expect((await run(...words)).code).toBe(2)
  })

  it('says which file fails, and ends with 1', async () => {
    await writeFile(join(folder, 'notes.mp3'), 'E A D G B E')
    const text = await run('mix', 'guitar.mp3', 'notes.mp3', '-o', 'x.mp3')
    expect([text.code, text.stderr]).toMatchObject([1, expect.stringMatching(/^notes\.mp3 is no audio file/)])
    const missing = await run('mix', 'guitar.mp3:gian=3', '-o', 'x.mp3')
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('guitar.mp3:gian=3: there is no such file. Settings after a colon are gain=')
    expect(await readdir(folder)).not.toContain('x.mp3')
    expect(await readdir(scratch)).toEqual([])
  })

  it('leaves nothing behind when it is interrupted', async () => {
    const long = music(60 * SECOND, 8)
    await writeFile(join(folder, 'long.wav'), waveOf(long))
    const { child, ended } = await start('mix', 'long.wav', 'long.wav', 'long.wav', '-o', 'song.flac')
    await until('it is at work', async () => ((await readdir(scratch)).length > 0 ? true : undefined))
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    expect(await readdir(scratch)).toEqual([])
    expect(await readdir(folder)).not.toContain('song.flac')
  })
})
