import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMPILE_CACHE } from '../../compile-cache.ts'
import { freshDatabase } from '../../databases/fresh.ts'
import { type Statements, statementsOn } from '../../databases/statements.ts'
import { type Client, client, join as joinSoundhub } from '../../story/client.ts'
import { newestLink } from '../../story/outbox.ts'
import { sound } from '../../story/story.ts'
import { until } from '../../story/until.ts'
import { rounds } from '../rounds.ts'
import { type ServerProcess, startServerProcess } from '../server-process.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const ROUNDS = rounds(1, 3)

const folders: string[] = []
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-backup-'))
  folders.push(folder)
  return folder
}

type Environment = Readonly<Record<string, string>>

const environmentOn = async (how: 'migrated' | 'empty'): Promise<Environment> => ({
  DATA_DIR: await newFolder(),
  DATABASE_URL: (await freshDatabase(how)).url,
  LOG_LEVEL: 'warn',
})

let house: Environment = {}
let server: ServerProcess
let ann: Client
beforeAll(async () => {
  house = await environmentOn('migrated')
  server = await startServerProcess(house)
  ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(join(house['DATA_DIR']!, 'outbox'), address))
  await ann.post('First', sound(440, 1))
})
afterAll(async () => {
  await server.stop()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

/** Runs `npm run backup` or `npm run restore` to its end, which is to be a good one. */
const run = async (name: 'backup' | 'restore', folder: string, environment: Environment): Promise<void> => {
  const child: ChildProcess = spawn(process.execPath, [`bootstrap/${name}.ts`, folder], {
    cwd: ROOT,
    env: { ...COMPILE_CACHE, PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr?.on('data', (bytes: Buffer) => void (complaints += bytes.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  expect([code, complaints]).toEqual([0, ''])
}

/** Posts, comments and likes, one after the other, until it is stopped. */
const keepPosting = () => {
  const end = new AbortController()
  let done = 0
  const posting = (async () => {
    while (!end.signal.aborted) {
      const { body } = await ann.post(`Song ${done}`, sound(220 + done, 1))
      await ann.comment(body.id, sound(110 + done, 1))
      await ann.send(`/post/${body.id}/like`, { method: 'PUT' })
      done++
    }
  })()
  return {
    posted: () => done,
    stop: async () => {
      end.abort()
      await posting
    },
  }
}

const FILES = `
  select track_path as path, track_sha256 as sha256 from posts
  union select track_path, track_sha256 from comments
  union select master_path, null from posts where master_path is not null
  union select track_ingest->'stem'->>'path', null from posts where track_ingest->>'status' = 'ready'`

/** Counters that say something else than the rows that they count. */
const MISCOUNTED = `
  select p.id from posts p
  where num_comments <> (select count(*) from comments c where c.post_id = p.id)
    or num_liked <> (select count(*) from likes l where l.post_id = p.id)`

/** Every file that a row names and that is not there, or is another one. */
const missingOf = async ({ ask }: Statements, dataDir: string): Promise<readonly string[]> => {
  const missing: string[] = []
  for (const { path, sha256 } of await ask<{ path: string; sha256: string | null }>(FILES)) {
    const bytes = await readFile(join(dataDir, 'media', path)).catch(() => null)
    const found = bytes && createHash('sha256').update(bytes).digest('hex')
    if (found === null || (sha256 !== null && found !== sha256)) missing.push(path)
  }
  return missing
}

/** What of a backup that is made while somebody posts comes back in an empty place. */
const backUpWhilePosting = async (more: Environment = {}) => {
  const folder = join(await newFolder(), 'backup')
  const posting = keepPosting()
  const before = await until('some songs', () => (posting.posted() >= 2 ? posting.posted() : undefined))
  await run('backup', folder, { ...house, ...more })
  const after = posting.posted()
  await posting.stop()
  const place = await environmentOn('empty')
  await run('restore', folder, place)
  const statements = await statementsOn(place['DATABASE_URL']!)
  const [posts] = await statements.ask<{ count: number }>('select count(*)::int as count from posts')
  const found = {
    posts: posts?.count ?? 0,
    missing: await missingOf(statements, place['DATA_DIR']!),
    miscounted: await statements.ask(MISCOUNTED),
  }
  await statements.close()
  return { ...found, before, after, place }
}

describe('a backup that is made while somebody posts, restored in an empty place', () => {
  it(`has every row, every file and every counter of its moment, ${ROUNDS} times`, async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      const { posts, missing, miscounted, before, after, place } = await backUpWhilePosting()
      expect([missing, miscounted]).toEqual([[], []])
      expect(after).toBeGreaterThan(before)
      expect(posts).toBeGreaterThan(before)
      const restored = await startServerProcess(place)
      // Who was logged in still is, and what is posted next gets a new number.
      const again = client(restored.url, ann.token)
      const { status, body } = await again.post('Afterwards', sound(330, 1))
      expect([status, body.id > posts]).toEqual([201, true])
      expect((await again.media(body.author_track)).length).toBeGreaterThan(0)
      await restored.stop()
    }
  })

  it('lacks files where the media are saved before the database', async () => {
    const mutant = new URL('./media-before-rows.ts', import.meta.url).href
    expect((await backUpWhilePosting({ NODE_OPTIONS: `--import=${mutant}` })).missing).not.toEqual([])
  })
})
