import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { diagnose } from '#bootstrap/doctor/diagnose.ts'
import { freePort } from '#test/process/free-port.ts'
import { freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { fill, MEDIA } from './small-installation.ts'

const SECRET = 'hunter2-hunter2'

let [DATA_DIR, DATABASE_URL] = ['', '']
let database: Statements
beforeEach(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-doctor-'))
  DATABASE_URL = (await freshDatabase()).url
  database = await statementsOn(DATABASE_URL)
  await fill(database)
  for (const [path, content] of Object.entries(MEDIA)) {
    await mkdir(dirname(join(DATA_DIR, 'media', path)), { recursive: true })
    await writeFile(join(DATA_DIR, 'media', path), content)
  }
  await writeFile(join(DATA_DIR, 'media', 'installation.txt'), '00000000-0000-4000-8000-000000000001\n')
  onTestFinished(async () => {
    await database.close()
    await rm(DATA_DIR, { recursive: true })
  })
})

/** What is wrong, and what is well. */
const found = async (others: Readonly<Record<string, string>> = {}) => {
  const findings = await diagnose(
    { PATH: process.env['PATH'], DATA_DIR, DATABASE_URL, ...others },
    { isThorough: true },
  )
  expect(JSON.stringify(findings)).not.toContain(SECRET)
  const of = (isWell: boolean) =>
    findings.filter((one) => one.isWell === isWell).map(({ name, detail }) => `${name}: ${detail}`)
  return { wrong: of(false).filter((line) => !/^(space|ffmpeg)/.test(line)), well: of(true) }
}

it('finds nothing where all is well, and says what it looked at', async () => {
  const { wrong, well } = await found()
  expect(wrong).toEqual([])
  expect(well).toEqual(
    expect.arrayContaining([
      'settings: valid',
      expect.stringMatching(/^database: PostgreSQL \d+/),
      'clock: the same as the database’s',
      'tables: those of this version',
      'jobs: none was given up',
      'media: the place is that of this database',
      'files: 8 of 8 looked for, none missing',
      'mail: written to DATA_DIR/outbox, since SMTP_URL is not set',
    ]),
  )
})

it('names a missing file, a foreign place, a job that was given up, and a mail server that is not there', async () => {
  await rm(join(DATA_DIR, 'media/user_1/Post_1/track_b.wav'))
  await appendFile(join(DATA_DIR, 'media/installation.txt'), 'another')
  await database.ask(
    `update pgboss.job set name = 'dead-letters', source_name = name, policy = 'standard', singleton_key = null where name = 'send-letter'`,
  )
  const SMTP_URL = `smtp://ann:${SECRET}@127.0.0.1:${await freePort()}`
  const { wrong } = await found({ SMTP_URL, MAIL_FROM: 'a@example.org' })
  expect(wrong).toEqual([
    'jobs: given up: 1 send-letter. npm run admin -- jobs lists them, and queues them again with retry',
    expect.stringMatching(/^media: DATA_DIR: .* installation.txt there says .* write .* into that file$/),
    'files: 8 of 8 looked for, 1 missing. Bring them back from a backup, or from an old version in the bucket',
    'missing: user_1/Post_1/track_b.wav. A row names it',
    expect.stringMatching(/^mail: the server of SMTP_URL does not take mails \(\w+\)\. Check its host/),
  ])
})

it('says how to mend settings, a database that does not answer, and one of another version', async () => {
  expect((await found({ PORT: 'x', DATABASE_URL: `http://${SECRET}` })).wrong).toEqual([
    expect.stringMatching(/^settings: PORT: a port/),
    expect.stringMatching(/^settings: DATABASE_URL: postgresql/),
  ])
  const nowhere = `postgresql://ann:${SECRET}@127.0.0.1:${await freePort()}/soundhub`
  expect((await found({ DATABASE_URL: nowhere })).wrong).toEqual([
    expect.stringMatching(/^database: it does not answer \(ECONNREFUSED\)\. Check DATABASE_URL/),
  ])
  await database.ask(`delete from soundhub_migrations where name like '%installation'`)
  expect((await found()).wrong).toEqual(['tables: older than this version of Soundhub. Run npm run migrate'])
})
