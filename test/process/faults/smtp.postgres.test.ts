import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { okAsync } from 'neverthrow'
import { afterEach, describe, expect, it } from 'vitest'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { SmtpMailer } from '#adapters/nodemailer/smtp-mailer.ts'
import { openJobs } from '#adapters/pg-boss/open-jobs.ts'
import type { Mailer } from '#application/account/ports.ts'
import { soundhub } from '#application/soundhub.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { COMPILE_CACHE } from '../../compile-cache.ts'
import { freshDatabase } from '../../databases/fresh.ts'
import { until } from '../../story/until.ts'
import { rounds } from '../rounds.ts'
import { openFaultySmtpServer, SMTP_FAULTS, type SmtpFault } from './faulty-smtp-server.ts'

const MAILS = rounds(10, 200)
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PATIENCE = 240_000
const TRIES = 4
/** One mail in ten fails at every try, within them and by nodemailer's reconnects. */
const ALWAYS = Array.from({ length: 100 }, (): SmtpFault => 'answers 550 to the recipient')

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** Soundhub with a real queue on PostgreSQL and a mail server on loopback, and everything else in memory. */
const begin = async (through: (mailer: Mailer) => Mailer = (mailer) => mailer) => {
  const { url: databaseUrl, drop } = await freshDatabase()
  const smtp = await openFaultySmtpServer()
  const mailer = new SmtpMailer({ url: smtp.url, from: 'a@example.org', publicUrl: 'http://localhost', timeout: 500 })
  const database = await valueOf(openDatabase({ databaseUrl }))
  const jobs = await valueOf(openJobs({ databaseUrl }, { pollEvery: 0.5, retryDelay: 0, retryLimit: TRIES - 1 }))
  const app = soundhub({
    ...memoryPorts(),
    unitOfWork: database.unitOfWork((transaction) => jobs.jobsIn(transaction)),
    jobRunner: jobs.runner,
    mailer: through(mailer),
  })
  ends.push(
    drop,
    () => smtp.close(),
    () => database.close(),
    () => jobs.close(),
    () => mailer.close(),
    () => app.worker.stop(),
  )
  return { app, smtp, failed: jobs.failed, databaseUrl, statistics: jobs.statistics }
}

const addressOf = (at: number): string => `listener${at}@example.org`
const isHopeless = (at: number): boolean => at % 10 === 9
const ALL = Array.from({ length: MAILS }, (_, at) => at)

/** Each mail meets other faults, one to three of them. */
const faultsOf = (at: number): readonly SmtpFault[] =>
  isHopeless(at)
    ? ALWAYS
    : Array.from({ length: 1 + (at % 3) }, (_, nth) => SMTP_FAULTS[(at + nth * 3) % SMTP_FAULTS.length]!)

/** Everybody signs up, and the worker sends until nothing waits. */
const signUpAll = async ({ app, smtp, statistics }: Awaited<ReturnType<typeof begin>>) => {
  await valueOf(app.worker.start())
  for (const at of ALL) {
    smtp.plan(addressOf(at), faultsOf(at))
    const newPassword = 'bass under guitar'
    const form = {
      email: addressOf(at),
      nickname: `listener ${at}`,
      instruments: 'Bass',
      newPassword,
      newPasswordAgain: newPassword,
    }
    await valueOf(app.accounts.signUp(form, { client: `client ${at}`, language: 'en', device: '' }))
  }
  await until(
    'no mail waits',
    async () => {
      const waiting = await valueOf(statistics.waiting(1))
      return waiting.every((one) => one.waiting === 0) ? true : undefined
    },
    PATIENCE,
  )
}

const admin = async (databaseUrl: string, ...words: readonly string[]): Promise<string> => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-smtp-'))
  const env = { ...COMPILE_CACHE, PATH: process.env['PATH'], DATA_DIR, DATABASE_URL: databaseUrl }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['bootstrap/admin.ts', ...words], { cwd: ROOT, env })
    return stdout.trim()
  } finally {
    await rm(DATA_DIR, { recursive: true })
  }
}

describe('a mail server that fails in every way it can', () => {
  it(`gets each of ${MAILS} mails at least once and at most once more than it failed, and the others when it is asked to again`, async () => {
    const given = await begin()
    const { smtp, failed, databaseUrl } = given
    await signUpAll(given)
    const hopeless = ALL.filter(isHopeless)
    const letters = await until(
      'all that is hopeless is listed',
      async () => {
        const found = await valueOf(failed.list(MAILS))
        return found.length >= hopeless.length ? found : undefined
      },
      PATIENCE,
    )
    // A mail that is just being sent waits no more.
    const others = ALL.filter((at) => !isHopeless(at))
    await until(
      'all others have a mail',
      () => others.every((at) => smtp.delivered(addressOf(at)) > 0) || undefined,
      PATIENCE,
    )
    expect(letters.length).toBe(hopeless.length)
    for (const { type, why } of letters) expect(`${type}: ${why}`).toMatch(/^send-mail: Unavailable mail [0-9A-Z. ]+$/)
    for (const at of hopeless) expect(smtp.delivered(addressOf(at)), addressOf(at)).toBe(0)

    const lines = (await admin(databaseUrl, 'jobs')).split('\n')
    expect(lines).toEqual(
      letters.map(({ id }) => expect.stringMatching(new RegExp(`^${id}  send-mail  \\S+  Unavailable mail `))),
    )
    smtp.mend()
    expect(await admin(databaseUrl, 'jobs', 'retry', 'all')).toBe(`${letters.length} queued again`)
    expect(await valueOf(failed.list(MAILS))).toEqual([])
    await until(
      'everybody has a mail',
      () => ALL.every((at) => smtp.delivered(addressOf(at)) > 0) || undefined,
      PATIENCE,
    )
    for (const at of ALL) {
      const [delivered, failures] = [smtp.delivered(addressOf(at)), smtp.failed(addressOf(at))]
      expect(failures, addressOf(at)).toBeGreaterThan(0)
      expect(delivered, addressOf(at)).toBeLessThanOrEqual(1 + failures)
    }
    const total = ALL.reduce((sum, at) => sum + smtp.failed(addressOf(at)), 0)
    console.log(
      `${MAILS} mails, ${total} failures, ${ALL.filter((at) => smtp.delivered(addressOf(at)) > 1).length} came twice`,
    )
  })

  it('finds a mailer that answers before the mail server has', async () => {
    const sends: ReturnType<Mailer['send']>[] = []
    const given = await begin((mailer) => ({
      send: (mail) => {
        sends.push(mailer.send(mail))
        return okAsync()
      },
    }))
    await signUpAll(given)
    await until('everything has been tried', () => sends.length === MAILS || undefined, PATIENCE)
    await Promise.all(sends)
    expect(ALL.filter((at) => !isHopeless(at) && given.smtp.delivered(addressOf(at)) === 0)).not.toEqual([])
  })
})
