import { readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { side } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { music } from '../domain/sounds.ts'
import { packedSoundhub } from './packed-soundhub.ts'

const README = resolve(import.meta.dirname, '../../bootstrap/package/README.md')

test('the command says what it can do', async () => {
  const host = await packedSoundhub()
  const ended = await host.run('node', 'node_modules/.bin/soundhub')
  expect(ended.code).toBe(2)
  for (const command of [
    'start',
    'server',
    'worker',
    'migrate',
    'admin',
    'backup',
    'restore',
    'mix',
    'waveform',
    'align',
  ])
    expect(ended.stderr).toContain(`soundhub ${command}`)
})

test('the command does without a server what the README shows', async () => {
  const host = await packedSoundhub({ peers: ['file-type', '@ffmpeg/core'] })
  const sound = music(4 * 48_000, 7)
  const wave = waveFile({ channels: [side(sound, 0), side(sound, 1)] })
  for (const name of ['guitar.wav', 'bass.wav']) await writeFile(join(host.folder, name), wave)
  const shown = /^```sh\n([\s\S]*?)^```$/m.exec(await readFile(README, 'utf8'))?.[1] ?? ''
  const ended = await host.run('bash', '-e', '-c', shown)
  expect(ended.stderr).toBe('')
  expect(ended.code).toBe(0)
  expect(ended.stdout).toContain('bass.wav:offset=0samples')
  expect(ended.stdout).toMatch(/^song\.mp3: 0:04\.000, -14\.0 LUFS/m)
  expect((await stat(join(host.folder, 'song.mp3'))).size).toBeGreaterThan(20_000)
  expect(await readFile(join(host.folder, 'song.svg'), 'utf8')).toMatch(/^<svg/)
})

test('the command says what has to be installed for it', async () => {
  const host = await packedSoundhub()
  const ended = await host.run('node', 'node_modules/.bin/soundhub', 'mix', 'guitar.wav', '-o', 'song.mp3')
  expect(ended.code).toBe(1)
  expect(ended.stderr).toContain("'file-type'")
})
