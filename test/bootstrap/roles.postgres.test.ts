import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CannotStart } from '#bootstrap/cannot-start.ts'
import { containerOf, open } from '#bootstrap/container.ts'
import type { Role } from '#bootstrap/role.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { freshDatabase } from '../databases/fresh.ts'
import { statementsOn } from '../databases/statements.ts'

let DATA_DIR = ''
beforeAll(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-roles-'))
})
afterAll(() => rm(DATA_DIR, { recursive: true }))

let DATABASE_URL = ''
beforeEach(async () => {
  DATABASE_URL = (await freshDatabase('empty')).url
})

const ask = async (...statements: readonly string[]): Promise<void> => {
  const database = await statementsOn(DATABASE_URL)
  for (const statement of statements) await database.ask(statement)
  await database.close()
}

/** The lines with which a process of this role does not start; none if it does. */
const startAs = async (role: Role): Promise<readonly string[]> => {
  const settings = readSettings({ DATA_DIR, DATABASE_URL, LOG_LEVEL: 'silent' }, role)._unsafeUnwrap()
  const container = containerOf(settings)
  const { cleanup } = await open(container, ['cleanup'])
  try {
    await open(container, ['unitOfWork', 'rateLimiter'])
    return []
  } catch (cause) {
    if (!(cause instanceof CannotStart)) throw cause
    return cause.lines
  } finally {
    await cleanup.run()
  }
}

const newer = (detail: string) =>
  `the database is newer than this version of Soundhub (${detail}): start the version that migrated it, or a later one`

const APART = ['server', 'worker', 'admin'] as const

describe('a database that was not migrated', () => {
  it.each(APART)('is not migrated by a %s, which says what to do', async (role) => {
    const older = expect.stringMatching(
      /^the database is older than this version of Soundhub \(it lacks .*\): run npm run migrate, then start again$/,
    )
    expect(await startAs(role)).toEqual([older])
    expect(await startAs(role)).toEqual([older])
  })

  it('is migrated by one of several, and then every role starts', async () => {
    expect(await Promise.all([startAs('migrate'), startAs('migrate'), startAs('all')])).toEqual([[], [], []])
    for (const role of APART) expect(await startAs(role)).toEqual([])
  })
})

describe('a migrated database', () => {
  beforeEach(async () => {
    DATABASE_URL = (await freshDatabase()).url
  })

  it('whose job queue is older is refused in the same words', async () => {
    await ask(`delete from pgboss.queue where name = 'render-mix'`)
    expect(await startAs('worker')).toEqual([
      'the database is older than this version of Soundhub (it has no queue render-mix): run npm run migrate, then start again',
    ])
    expect(await startAs('migrate')).toEqual([])
    expect(await startAs('worker')).toEqual([])
  })

  it.each(['all', 'migrate', ...APART] as const)('that is newer is left alone by %s', async (role) => {
    await ask(`insert into soundhub_migrations (name) values ('2999-01-01-later')`)
    expect(await startAs(role)).toEqual([newer('it has 2999-01-01-later')])
    await ask(
      `delete from soundhub_migrations where name = '2999-01-01-later'`,
      'update pgboss.version set version = 999',
    )
    expect(await startAs(role)).toEqual([
      expect.stringMatching(/newer than this version of Soundhub \(its job queue has version 999 and not \d+\)/),
    ])
  })
})
