import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { type Host, packedSoundhub } from './packed-soundhub.ts'

const POSTGRES = [
  '@electric-sql/pglite',
  '@mikro-orm/migrations',
  '@mikro-orm/pglite',
  '@mikro-orm/postgresql',
  'kysely',
  'lru-cache',
]

const here = (path: string): Promise<string> => readFile(join(import.meta.dirname, path), 'utf8')

const record = async (host: Host): Promise<void> => {
  for (const [name, hertz] of [['chord', 330] as const, ['bass', 110] as const])
    await writeFile(join(host.folder, `${name}.wav`), waveFile({ channels: [tone(hertz, 4800, 0.2)], sample: 'pcm16' }))
}

const linesOf = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length

const MASTER = /^user_1\/Post_1\/master_\w+\.mp3\n$/

test('a song from the sign-up to the mix takes 15 lines', async () => {
  const host = await packedSoundhub()
  await host.take('embedding/smallest.mjs')
  await record(host)
  expect(await host.run('node', 'smallest.mjs')).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(MASTER) as unknown,
  })
  expect(linesOf(await here('embedding/smallest.mjs'))).toBeLessThanOrEqual(15)
})

test('and as many in TypeScript, checked as strictly as it goes', async () => {
  const host = await packedSoundhub({ peers: ['@types/node'] })
  await host.take('embedding/smallest.mts')
  await record(host)
  expect(await host.compile('smallest.mts')).toBe('')
  expect((await host.run('node', 'smallest.mts')).stdout).toMatch(MASTER)
  expect(linesOf(await here('embedding/smallest.mts'))).toBeLessThanOrEqual(15)
})

test('an adapter of a host is one line', async () => {
  const host = await packedSoundhub()
  await host.take('embedding/own-mailer.mjs')
  expect(await host.run('node', 'own-mailer.mjs')).toEqual({
    code: 0,
    stderr: '',
    stdout: 'activation for guitarist@example.org\n',
  })
})

test('a song of two files', async () => {
  const host = await packedSoundhub()
  await host.take('embedding/song.mjs')
  await record(host)
  expect(await host.run('node', 'song.mjs', 'chord.wav', 'bass.wav')).toEqual({ code: 0, stderr: '', stdout: '' })
  const master = await readFile(join(host.folder, 'master.wav'))
  expect(master.subarray(0, 4).toString()).toBe('RIFF')
  expect(master.length).toBeGreaterThan(4800 * 2)
})

const STRANGERS = { code: 0, stderr: '', stdout: 'welcome WrongCredentials 1 0\n' }

test('two Soundhubs in one process know nothing of each other', async () => {
  const host = await packedSoundhub()
  await host.take('embedding/two.mjs', 'embedding/two-in-memory.mjs')
  expect(await host.run('node', 'two-in-memory.mjs')).toEqual(STRANGERS)
})

test('nor do two on databases of their own', async () => {
  const host = await packedSoundhub({ peers: POSTGRES })
  await host.take('embedding/two.mjs', 'embedding/two-in-folders.mjs')
  expect(await host.run('node', 'two-in-folders.mjs')).toEqual(STRANGERS)
})

test('a port that is missing is named, with what it is for', async () => {
  const host = await packedSoundhub()
  await host.write({
    'missing.mjs': `import { soundhub } from 'soundhub'
      import { memoryPorts } from 'soundhub/memory'
      const { mailer, ...others } = memoryPorts()
      for (const ports of [{}, others]) {
        try {
          soundhub(ports)
        } catch (error) {
          console.log(JSON.stringify([error instanceof TypeError, error.message]))
        }
      }`,
  })
  const [nothing, noMailer] = (await host.run('node', 'missing.mjs')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  expect(nothing).toEqual([true, expect.stringContaining('- blobs: stores the files of posts and users')])
  expect(nothing).toEqual([true, expect.stringContaining('- mailer: sends mails')])
  expect(noMailer).toEqual([true, expect.stringMatching(/:\n- mailer: sends mails$/)])
})
