import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { client, join as joinSoundhub } from '../story/client.ts'
import { newestLink } from '../story/outbox.ts'
import { sound, tellTheStory } from '../story/story.ts'
import { COMPILE_CACHE } from '../compile-cache.ts'
import { freshInstallation } from '../databases/fresh.ts'
import { startServerProcess } from './server-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let DATA_DIR = ''
beforeEach(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-start-'))
})
afterEach(() => rm(DATA_DIR, { recursive: true }))

const linkFor = (address: string) => newestLink(join(DATA_DIR, 'outbox'), address)

const startBadly = (environment: Readonly<Record<string, string>>) =>
  spawnSync(process.execPath, ['bootstrap/main.ts'], {
    cwd: ROOT,
    env: { ...COMPILE_CACHE, PATH: process.env['PATH'], DATA_DIR, ...environment },
    encoding: 'utf8',
    timeout: 30_000,
  })

describe('a server', () => {
  it('mixes with nothing but what npm brings: ffmpeg as WebAssembly', async () => {
    expect.hasAssertions()
    const server = await startServerProcess({ DATA_DIR, PATH: '' })
    try {
      expect(server.log()).toMatch(/WebAssembly \(@ffmpeg\/core\)/)
      await tellTheStory({ url: server.url, linkFor, folder: DATA_DIR })
    } finally {
      await server.stop()
    }
  })

  it('has everything again after it was killed and started anew, sessions too', async () => {
    await freshInstallation(DATA_DIR)
    const first = await startServerProcess({ DATA_DIR })
    const guitarist = await joinSoundhub(first.url, 'guitarist', linkFor)
    const post = (await guitarist.post('Three chords', sound(440, 1))).body
    await first.kill()
    const second = await startServerProcess({ DATA_DIR, PORT: new URL(first.url).port })
    try {
      expect((await client(second.url).send(`/post/${post.id}`)).body).toEqual(post)
      expect((await client(second.url).media(post.author_track)).length).toBeGreaterThan(48_000)
      expect(
        (await guitarist.send(`/post/${post.id}`, { method: 'PATCH', fields: { title: 'Four' } })).body,
      ).toMatchObject({ title: 'Four' })
    } finally {
      await second.stop()
    }
  })

  it('ends well when it is asked to, and leaves no temporary files', async () => {
    await freshInstallation(DATA_DIR)
    const server = await startServerProcess({ DATA_DIR })
    expect(await server.stop()).toBe(0)
    expect((await readdir(DATA_DIR)).includes('process.pid')).toBe(false)
  })

  it('does not start where its media are not, such as on an empty mount', async () => {
    await freshInstallation(DATA_DIR)
    const server = await startServerProcess({ DATA_DIR })
    await server.stop()
    const marker = join(DATA_DIR, 'media', 'installation.txt')
    const id = (await readFile(marker, 'utf8')).trim()
    await rm(marker)
    const refused = startBadly({ PORT: '1' })
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/^DATA_DIR: .*media; .* is missing/)])
    expect(refused.stderr).toContain(id)
  })

  it('keeps a second one off its folder', async () => {
    await freshInstallation(DATA_DIR)
    const server = await startServerProcess({ DATA_DIR })
    try {
      const second = startBadly({ PORT: '1' })
      expect(second.status).toBe(1)
      expect(second.stderr).toMatch(/^DATA_DIR: .* is held by process \d+/)
    } finally {
      await server.stop()
    }
  })

  it('does not start on a malformed setting, and says which', () => {
    const { status, stderr } = startBadly({ PORT: 'eighty', LOG_LEVEL: 'loud' })
    expect(status).toBe(1)
    expect(stderr.trim().split('\n')).toEqual([
      'PORT: a port, 1 to 65535; given: "eighty"',
      'LOG_LEVEL: trace, debug, info, warn, error, fatal or silent; given: "loud"',
    ])
  })

  it('does not start with an ffmpeg that does not run', () => {
    const { status, stderr } = startBadly({ FFMPEG_PATH: '/nowhere/ffmpeg' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^FFMPEG_PATH: .*\/nowhere\/ffmpeg/)
  })

  it('does not start on a database that does not answer, and does not show its password', () => {
    const { status, stdout, stderr } = startBadly({ DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:1/none' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/database/)
    expect(stdout + stderr).not.toContain('hunter2')
  })
})
