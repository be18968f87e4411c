import { PGlite } from '@electric-sql/pglite'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { backUp } from '#bootstrap/backup/back-up.ts'
import { restore } from '#bootstrap/backup/restore.ts'
import { CannotStart } from '#bootstrap/cannot-start.ts'
import { lockDataDir } from '#bootstrap/data-dir-lock.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { COMPILE_CACHE } from '#test/compile-cache.ts'
import { freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { S3_CREDENTIALS, type S3Server, startS3 } from '#test/s3/s3-server.ts'
import { fill, fillFolder, MEDIA } from './small-installation.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let [HOUSE, BACKUP] = ['', '']
let s3: S3Server

const newFolder = () => mkdtemp(join(tmpdir(), 'soundhub-backup-'))

const folderOfTest = async (): Promise<string> => {
  const folder = await newFolder()
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const settingsOf = (environment: Readonly<Record<string, string>>) => readSettings(environment)._unsafeUnwrap()

const courseOf = (signal = new AbortController().signal) => {
  const [told, complaints]: [string[], string[]] = [[], []]
  const course = {
    tell: (line: string) => void told.push(line),
    complain: (line: string) => void complaints.push(line),
    signal,
  }
  return { course, told, complaints }
}

type Environment = Readonly<Record<string, string>>

/** What the command says, and with what exit code it would end. */
const backedUp = async (environment: Environment, folder: string, signal?: AbortSignal) => {
  const { course, told, complaints } = courseOf(signal)
  const faults = await backUp(settingsOf(environment), folder, course)
  return { told, complaints, faults }
}
const restored = async (environment: Environment, folder: string, signal?: AbortSignal) => {
  const { course, told, complaints } = courseOf(signal)
  await restore(settingsOf(environment), folder, course)
  return { told, complaints }
}

beforeAll(async () => {
  s3 = await startS3()
  vi.stubEnv('AWS_ACCESS_KEY_ID', S3_CREDENTIALS.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', S3_CREDENTIALS.secretAccessKey)
  HOUSE = await newFolder()
  BACKUP = await newFolder()
  await fillFolder(HOUSE)
  await backedUp({ DATA_DIR: HOUSE }, BACKUP)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await s3.close()
  for (const folder of [HOUSE, BACKUP]) await rm(folder, { recursive: true })
})

/** Every row of every table, and where the sequences stand. */
const contentOf = async ({ ask }: Statements) => {
  const tables = await ask<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p', 'S')
       and c.relname not in ('soundhub_migrations', 'soundhub_migrations_id_seq', 'version') order by 1`,
  )
  const content: Record<string, unknown> = {}
  for (const { name } of tables)
    content[name] = await ask(`select to_jsonb(t) - 'log_cnt' as row from (select * from ${name}) t order by 1`)
  return content
}

const contentOfFolder = async (folder: string) => {
  const pglite = await PGlite.create(join(folder, 'database'))
  const content = await contentOf(await statementsOn(pglite))
  await pglite.close()
  return content
}

const filesIn = async (folder: string): Promise<Record<string, string>> => {
  const files: Record<string, string> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files[path.slice(folder.length + 1)] = await readFile(path, 'utf8')
  }
  return files
}

/** The same installation on PostgreSQL, and an empty place there. */
const houseOnServer = async () => {
  const [DATA_DIR, { url: DATABASE_URL }] = [await folderOfTest(), await freshDatabase()]
  const statements = await statementsOn(DATABASE_URL)
  await fill(statements)
  await statements.close()
  await cp(join(HOUSE, 'media'), join(DATA_DIR, 'media'), { recursive: true })
  return { DATA_DIR, DATABASE_URL }
}
const emptyOnServer = async () => ({
  DATA_DIR: await folderOfTest(),
  DATABASE_URL: (await freshDatabase('empty')).url,
})

const inBucket = (dataDir: string): Environment => ({
  DATA_DIR: dataDir,
  S3_BUCKET: s3.location.bucket,
  S3_REGION: s3.location.region,
  S3_ENDPOINT: s3.url,
  S3_FORCE_PATH_STYLE: 'true',
})

describe('a backup', () => {
  it(
    'moves from the embedded database and files to PostgreSQL and S3 and back, and nothing is another',
    { timeout: 180_000 },
    async () => {
      const [server, again, house] = [await folderOfTest(), await folderOfTest(), await folderOfTest()]
      const { url: DATABASE_URL } = await freshDatabase('empty')
      const onServer = { ...inBucket(server), DATABASE_URL }
      const { told, complaints } = await restored(onServer, BACKUP)
      expect(complaints).toEqual([])
      expect(told).toEqual(expect.arrayContaining(['users: 2 rows', 'media: 8 of 8 files, 0 MB']))
      expect(told.at(-1)).toMatch(/^restored and read back: \d+ rows, 8 files$/)

      const second = await backedUp(onServer, again)
      expect([second.complaints, second.faults]).toEqual([[], 0])
      await restored({ DATA_DIR: house }, again)
      const before = await contentOfFolder(HOUSE)
      expect(Object.keys(before).length).toBeGreaterThan(20)
      expect(before['public.users']).toHaveLength(2)
      expect(before['pgboss.job']).toHaveLength(2)
      expect(await contentOfFolder(house)).toEqual(before)
      expect(await filesIn(join(house, 'media'))).toEqual({ ...MEDIA, 'installation.txt': expect.any(String) })
      expect(await readdir(join(house, 'tmp'))).toEqual([])
      expect((await readdir(again)).toSorted()).toEqual(['database', 'manifest.json', 'media', 'media.jsonl'])

      const statements = await statementsOn(DATABASE_URL)
      const [{ id }] = (await statements.ask(`insert into users (email, nickname, nickname_key, instruments, genres,
      password_hash, created_at, origin) values ('', '', '', '{}', '{}', '', now(), 'email') returning id`)) as [
        { id: number },
      ]
      expect(id).toBe(42)
      await statements.ask('insert into likes (post_id, user_id, liked_at) values (1, 1, now())')
      expect(await statements.ask('select num_liked, num_comments from posts')).toEqual([
        { num_liked: 2, num_comments: 1 },
      ])
      await expect(
        statements.ask('insert into likes (post_id, user_id, liked_at) values (9, 1, now())'),
      ).rejects.toThrow(/foreign key/)
      await statements.close()
    },
  )

  it('names what is missing and what is damaged, and saves the rest', async () => {
    const [house, folder] = [await houseOnServer(), await folderOfTest()]
    await rm(join(house.DATA_DIR, 'media/user_1/profile_img_aa_200.webp'))
    await writeFile(join(house.DATA_DIR, 'media/user_1/Post_1/track_b.wav'), 'another')
    const { complaints, faults } = await backedUp(house, folder)
    expect(faults).toBe(2)
    expect(complaints.toSorted()).toEqual([
      'damaged: user_1/Post_1/track_b.wav, whose SHA-256 is not the one that the database says',
      'missing: user_1/profile_img_aa_200.webp',
    ])
    const target = await emptyOnServer()
    expect((await restored(target, folder)).complaints).toEqual([
      'missing in the backup: user_1/profile_img_aa_200.webp',
    ])
    expect(Object.keys(await filesIn(join(target.DATA_DIR, 'media')))).toHaveLength(Object.keys(MEDIA).length)
  })

  it('is refused without a database, before it is migrated, and into a folder with something in it', async () => {
    const [house, folder] = [await folderOfTest(), await folderOfTest()]
    await expect(backedUp({ DATA_DIR: HOUSE }, BACKUP)).rejects.toThrow(/: a new or empty folder/)
    await expect(backedUp({ DATA_DIR: house }, folder)).rejects.toThrow(/^DATA_DIR: .* has no database$/)
    expect(await readdir(folder)).toEqual([])
    const { url: DATABASE_URL } = await freshDatabase('empty')
    await expect(backedUp({ DATA_DIR: house, DATABASE_URL }, folder)).rejects.toThrow(/older than this version/)
  })

  it('has no manifest if it was interrupted, and is not taken for one', async () => {
    const [folder, target] = [await folderOfTest(), await folderOfTest()]
    const signal = AbortSignal.abort(new CannotStart(['interrupted']))
    await expect(backedUp(await houseOnServer(), folder, signal)).rejects.toThrow('interrupted')
    await expect(restored({ DATA_DIR: target }, folder)).rejects.toThrow(/a whole backup/)
    expect(await readdir(target)).toEqual([])
  })
})

/** A copy of the backup in which something is changed. */
const spoilt = async (spoil: (folder: string) => Promise<unknown>): Promise<string> => {
  const folder = await folderOfTest()
  await cp(BACKUP, folder, { recursive: true })
  await spoil(folder)
  return folder
}

const CHANGED = (folder: string) => appendFile(join(folder, 'media/user_1/Post_1/track_b.wav'), '!')

const inManifest = (change: (text: string) => string) => async (folder: string) => {
  const path = join(folder, 'manifest.json')
  await writeFile(path, change(await readFile(path, 'utf8')))
}

describe('a restore', () => {
  it('is refused where there is something already', async () => {
    const [house, marked] = [await folderOfTest(), await folderOfTest()]
    await expect(restored({ DATA_DIR: HOUSE }, BACKUP)).rejects.toThrow(/media is not empty/)
    await cp(join(HOUSE, 'database'), join(house, 'database'), { recursive: true })
    await expect(restored({ DATA_DIR: house }, BACKUP)).rejects.toThrow(/^DATA_DIR: .* has a database/)
    const { url: DATABASE_URL } = await freshDatabase()
    await expect(restored({ DATA_DIR: marked, DATABASE_URL }, BACKUP)).rejects.toThrow(/^DATABASE_URL: the database is/)
    await cp(join(HOUSE, 'media/installation.txt'), join(marked, 'media/installation.txt'))
    await expect(restored({ DATA_DIR: marked, DATABASE_URL }, BACKUP)).rejects.toThrow(/media is not empty/)
  })

  it('of another version is refused and says which', async () => {
    const folder = await spoilt(
      inManifest((text) => text.replace(/"migration": ".*"/, '"migration": "2020-01-01-old"')),
    )
    await expect(restored({ DATA_DIR: await folderOfTest() }, folder)).rejects.toThrow(
      /another version, .*2020-01-01-old/,
    )
  })

  it.each([
    ['rows that are not the saved ones', (folder: string) => appendFile(join(folder, 'database/users.jsonl'), '[]\n')],
    ['no file', (folder: string) => rm(join(folder, 'media/user_1/Post_1/track_b.wav'))],
    ['rows that do not read as they were', inManifest((text) => text.replace(/"digest": "./g, '"digest": "x'))],
  ])('of a backup with %s goes back by itself', async (_, spoil) => {
    const [folder, target] = [await spoilt(spoil), await emptyOnServer()]
    await expect(restored(target, folder)).rejects.toThrow(/not as the backup|do not read as/)
    expect(await filesIn(target.DATA_DIR)).toEqual({})
    const statements = await statementsOn(target.DATABASE_URL)
    expect(await contentOf(statements)).toEqual({})
    await statements.close()
  })

  it('on the embedded database goes back, too', async () => {
    const [folder, house] = [await spoilt(CHANGED), await folderOfTest()]
    await expect(restored({ DATA_DIR: house }, folder)).rejects.toThrow(/not as the backup/)
    expect((await readdir(house)).toSorted()).toEqual(['media', 'tmp'])
    expect(await filesIn(house)).toEqual({})
  })

  it('that is interrupted goes back', async () => {
    const target = await emptyOnServer()
    const signal = AbortSignal.abort(new CannotStart(['interrupted']))
    await expect(restored(target, BACKUP, signal)).rejects.toThrow('interrupted')
    expect(await filesIn(target.DATA_DIR)).toEqual({})
  })
})

/** Runs `npm run backup` or `npm run restore` to its end. */
const run = async (name: string, words: readonly string[], environment: Environment) => {
  const child = spawn(process.execPath, [`bootstrap/${name}.ts`, ...words], {
    cwd: ROOT,
    env: { ...COMPILE_CACHE, PATH: process.env['PATH'], ...environment },
  })
  let [out, complaints] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => void (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (complaints += bytes.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out.trim().split('\n'), complaints: complaints.trim() }
}

describe('the commands', () => {
  it('are refused in one line while another process has the embedded database', async () => {
    const [house, folder] = [await folderOfTest(), await folderOfTest()]
    await cp(HOUSE, house, { recursive: true })
    const release = await lockDataDir(house)
    const { code, complaints } = await run('backup', [folder], { DATA_DIR: house })
    await release()
    expect([code, complaints]).toEqual([1, expect.stringMatching(/^DATA_DIR: .* is held by process \d+ .*$/)])
  })

  it('end with 1 if a file is missing, with 0 if all is well, and with 2 without a folder', async () => {
    const [house, folder] = [await houseOnServer(), await folderOfTest()]
    await rm(join(house.DATA_DIR, 'media/user_1/Post_1/track_b.wav'))
    const saved = await run('backup', [join(folder, 'new')], house)
    expect([saved.code, saved.complaints]).toEqual([1, 'missing: user_1/Post_1/track_b.wav'])
    const again = await run('restore', [BACKUP], await emptyOnServer())
    expect([again.code, again.complaints, again.out.at(-1)]).toEqual([0, '', expect.stringMatching(/^restored/)])
    expect((await run('restore', [], {})).code).toBe(2)
  })
})
