import { PGlite } from '@electric-sql/pglite'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { containerOf, open } from '#bootstrap/container.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { COMPILE_CACHE } from '#test/compile-cache.ts'

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

/** An installation without accounts, to be copied: making one takes ten times as long. */
let EMPTY = ''
beforeAll(async () => {
  EMPTY = await newFolder()
  const { cleanup } = await open(containerOn(EMPTY), ['soundhub', 'cleanup'])
  await cleanup.run()
})
afterAll(() => rm(EMPTY, { recursive: true }))

const installed = () => cp(EMPTY, DATA_DIR, { recursive: true })

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

const rowsOf = async (table: string): Promise<readonly Record<string, unknown>[]> => {
  const pglite = await PGlite.create(join(DATA_DIR, 'database'))
  const { rows } = await pglite.query<Record<string, unknown>>(`select * from ${table} order by id`)
  await pglite.close()
  return rows
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
    expect(await rowsOf('users')).toMatchObject([
      { id: 1, email: 'boss@example.org', nickname: 'boss', is_staff: true, activated_at: expect.any(Date) },
    ])
    expect(await rowsOf('audit_log')).toMatchObject([{ staff_id: null, action: 'create-staff', subject: 1 }])
    expect(await logIn('boss@example.org', PASSWORD)).toBe(true)
    expect((await readdir(DATA_DIR)).includes('process.pid')).toBe(false)
  })

  it('takes it from standard input otherwise, and keeps it nowhere as it is', async () => {
    await installed()
    const { code, out, complaints } = await admin(['create', EMAIL], { password: '', typed: `${PASSWORD}\nmore\n` })
    expect([code, complaints, out]).toEqual([0, [''], 'created staff account 1: Boss@Example.org (staff)'])
    const files = await readdir(DATA_DIR, { recursive: true, withFileTypes: true })
    for (const file of files.filter((one) => one.isFile()))
      expect((await readFile(join(file.parentPath, file.name))).includes(PASSWORD), file.name).toBe(false)
    expect(await logIn('boss@example.org', PASSWORD)).toBe(true)
  })

  it('names everything that is wrong with what it is given, and makes nothing', async () => {
    await installed()
    const given = await admin(['create', 'boss', ''], { password: 'short' })
    expect([given.code, given.out]).toEqual([1, ''])
    expect(given.complaints).toEqual([
      'email: This should be an e-mail address.',
      'nickname: This is required.',
      'password: This needs at least 8 characters.',
    ])
    expect((await admin(['create', EMAIL], { typed: '' })).complaints).toEqual(['password: This is required.'])
    expect([await rowsOf('users'), await rowsOf('audit_log')]).toEqual([[], []])
  })

  it('makes nobody staff who is there already', async () => {
    await installed()
    await admin(['create', EMAIL, 'boss'], { password: PASSWORD })
    const address = await admin(['create', 'boss@example.org', 'other'], { password: PASSWORD })
    expect([address.code, address.complaints]).toEqual([1, [expect.stringContaining('already has an account')]])
    const name = await admin(['create', 'other@example.org', 'BOSS'], { password: PASSWORD })
    expect([name.code, name.complaints]).toEqual([1, [expect.stringContaining('already called')]])
    expect((await rowsOf('audit_log')).length).toBe(1)
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
