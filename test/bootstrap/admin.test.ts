import { PGlite } from '@electric-sql/pglite'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { containerOf, open } from '#bootstrap/container.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { COMPILE_CACHE } from '#test/compile-cache.ts'
import { freshDatabase, freshInstallation } from '#test/databases/fresh.ts'
import { statementsOn } from '#test/databases/statements.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const EMAIL = 'Boss@Example.org'
const PASSWORD = 'correct horse battery'

const newFolder = () => mkdtemp(join(tmpdir(), 'soundhub-admin-'))
const containerOn = (folder: string) =>
  containerOf(readSettings({ DATA_DIR: folder, LOG_LEVEL: 'warn' })._unsafeUnwrap())

let DATA_DIR = ''
beforeEach(async () => {
  DATA_DIR = await newFolder()
})
afterEach(() => rm(DATA_DIR, { recursive: true }))

type Given = { readonly password?: string; readonly typed?: string; readonly environment?: Record<string, string> }

/** Runs `npm run admin` with these arguments, to its end. */
const admin = async (words: readonly string[], { password, typed = '', environment = {} }: Given = {}) => {
  const child = spawn(process.execPath, ['bootstrap/admin.ts', ...words], {
    cwd: ROOT,
    env: {
      ...COMPILE_CACHE,
      PATH: process.env['PATH'],
      DATA_DIR,
      ...(password !== undefined && { ADMIN_PASSWORD: password }),
      ...environment,
    },
  })
  let [out, complaints] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => void (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => void (complaints += bytes.toString()))
  child.stdin.end(typed)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out.trim(), complaints: complaints.trim().split('\n') }
}

/** The accounts and the audit log, by id. */
const rowsOf = async (place: PGlite | string) => {
  const { ask, close } = await statementsOn(place)
  const rows = {
    users: await ask(`select * from users order by id`),
    audit: await ask(`select * from audit_log order by id`),
  }
  await close()
  return rows
}

/** An installation on a server, where a command is done in a third of the time. */
const onServer = async () => {
  const { url, drop } = await freshDatabase()
  onTestFinished(drop)
  return { environment: { DATABASE_URL: url }, rows: () => rowsOf(url) }
}

const logIn = async (email: string, password: string): Promise<boolean> => {
  const { soundhub, cleanup } = await open(containerOn(DATA_DIR), ['soundhub', 'cleanup'])
  const session = await soundhub.accounts.logIn({ email, password }, { client: 'here', language: 'en', device: '' })
  await cleanup.run()
  return session.isOk()
}

describe('the command that makes staff', () => {
  it('takes the password from the environment, writes down what it did, and the account opens', async () => {
    const { code, out, complaints } = await admin(['create', EMAIL, 'boss'], { password: PASSWORD })
    expect([code, complaints]).toEqual([0, ['']])
    expect(out).toBe('created staff account 1: Boss@Example.org (boss)')
    const pglite = await PGlite.create(join(DATA_DIR, 'database'))
    expect(await rowsOf(pglite)).toMatchObject({
      users: [{ id: 1, email: 'boss@example.org', nickname: 'boss', is_staff: true, activated_at: expect.any(Date) }],
      audit: [{ staff_id: null, action: 'create-staff', subject: 1 }],
    })
    await pglite.close()
    expect(await logIn('boss@example.org', PASSWORD)).toBe(true)
    expect((await readdir(DATA_DIR)).includes('process.pid')).toBe(false)
  })

  it('takes it from standard input otherwise, and keeps it nowhere as it is', async () => {
    await freshInstallation(DATA_DIR)
    const { code, out, complaints } = await admin(['create', EMAIL], { password: '', typed: `${PASSWORD}\nmore\n` })
    expect([code, complaints, out]).toEqual([0, [''], 'created staff account 1: Boss@Example.org (staff)'])
    const files = await readdir(DATA_DIR, { recursive: true, withFileTypes: true })
    for (const file of files.filter((one) => one.isFile()))
      expect((await readFile(join(file.parentPath, file.name))).includes(PASSWORD), file.name).toBe(false)
    expect(await logIn('boss@example.org', PASSWORD)).toBe(true)
  })

  it('names everything that is wrong with what it is given, and makes nothing', async () => {
    const { environment, rows } = await onServer()
    const given = await admin(['create', 'boss', ''], { password: 'short', environment })
    expect([given.code, given.out]).toEqual([1, ''])
    expect(given.complaints).toEqual([
      'email: This should be an e-mail address.',
      'nickname: This is required.',
      'password: This needs at least 8 characters.',
    ])
    const silent = await admin(['create', EMAIL], { typed: '', environment })
    expect(silent.complaints).toEqual(['password: This is required.'])
    expect(await rows()).toEqual({ users: [], audit: [] })
  })

  it('makes nobody staff who is there already', async () => {
    const { environment, rows } = await onServer()
    const given = { password: PASSWORD, environment }
    await admin(['create', EMAIL, 'boss'], given)
    const address = await admin(['create', 'boss@example.org', 'other'], given)
    expect([address.code, address.complaints]).toEqual([1, [expect.stringContaining('already has an account')]])
    const name = await admin(['create', 'other@example.org', 'BOSS'], given)
    expect([name.code, name.complaints]).toEqual([1, [expect.stringContaining('already called')]])
    expect((await rows()).audit.length).toBe(1)
  })

  it.each([
    [[]],
    [['create']],
    [['destroy', EMAIL]],
    [['create', EMAIL, 'boss', PASSWORD]],
    [['create', EMAIL, `--password=${PASSWORD}`]],
    [['create', '--help']],
    [['doctor', '--fast']],
    [['media', 'copy']],
    [['media', 'copy', '--from', 'file', '--to', 'file']],
    [['media', 'copy', '--from', 'file', '--to', 's3', '--delete']],
    [['jobs', 'remove']],
    [['jobs', 'retry']],
    [['jobs', 'retry', '--all']],
  ])('takes no other words, and no password among them: %j', async (words) => {
    const { code, out, complaints } = await admin(words, { password: PASSWORD })
    expect([code, out]).toEqual([2, ''])
    expect(complaints.join(' ')).toMatch(/^soundhub admin create <email> \[nickname\], or npm run admin -- create/)
    expect(complaints.join(' ')).not.toContain(PASSWORD)
    expect(await readdir(DATA_DIR)).toEqual([])
  })
})
