import { okAsync, ResultAsync } from 'neverthrow'
import type { MemoryClock } from '#adapters/memory/system/memory-system.ts'
import { testWorld } from '#adapters/memory/test-world.ts'
import type { Mail } from '#application/account/ports.ts'
import { type Job, jobKey } from '#application/shared/jobs.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { type Soundhub, soundhub } from '#application/soundhub.ts'
import type { Options, Ports } from '#application/ports.ts'
import { DEFAULT_MAX_UPLOAD_BYTES } from '#application/track/receive-upload.ts'
import type { User } from '#domain/account/user.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { ADDRESS, ADDRESSES, PASSPORT_NAMES, PASSPORTS, type PassportName } from './people.ts'

/** Everything a Soundhub is made of. */
export type Parts = Ports & Options

/** How a Soundhub is made of its parts; a mutant makes it otherwise. */
export type MakeSoundhub = (parts: Parts) => Soundhub

/** A whole Soundhub, its clock, and the mailbox of the address. */
export type Place = {
  readonly app: Soundhub
  readonly clock: MemoryClock
  /** One token each. */
  readonly tokens: Readonly<Record<PassportName, string>>
  /** Does all jobs; the mails to the address that went out meanwhile, in order. */
  readonly deliver: () => Promise<readonly Mail[]>
  /** Everybody who has signed up, as it is committed. */
  readonly users: () => Promise<readonly User[]>
}

/** Where a place keeps its rows. */
export type Rows = Pick<Ports, 'unitOfWork' | 'sessionReader' | 'credentials'>

/** Jobs of units that committed, the longest waiting first. */
const heldJobs = (units: UnitOfWork) => {
  const held = new Map<string, Job>()
  const unitOfWork: UnitOfWork = {
    run: (work) => {
      let asked: Job[] = []
      const committed = units.run((transaction) => {
        asked = []
        return work({ ...transaction, jobs: { ...transaction.jobs, add: (job) => okAsync(void asked.push(job)) } })
      })
      return committed.map((value) => {
        for (const job of asked) if (!held.has(jobKey(job))) held.set(jobKey(job), job)
        return value
      })
    },
  }
  const take = (): Job | undefined => {
    const [first] = held
    if (first !== undefined) held.delete(first[0])
    return first?.[1]
  }
  return { unitOfWork, take }
}

/** Everybody of the addresses in question, as it is committed. */
const everybody = ({ unitOfWork }: Rows): Promise<readonly User[]> =>
  valueOf(
    unitOfWork.run(({ users }) =>
      ResultAsync.combine(ADDRESSES.map((email) => users.ofAddress(email))).map((all) => all.flat()),
    ),
  )

/** In memory, unless its rows lie elsewhere. */
export const place = (make: MakeSoundhub = soundhub, elsewhere: Rows | null = null): Place => {
  const world = testWorld({ start: NOON })
  const { google, facebook, mailer, clock } = world
  const rows = elsewhere ?? world
  const { unitOfWork, take } = heldJobs(rows.unitOfWork)
  const app = make({
    ...world,
    unitOfWork,
    sessionReader: rows.sessionReader,
    credentials: rows.credentials,
    stalePurgeChance: 0,
    mixLease: DEFAULT_LEASE,
    maximumTrackMinutes: 1,
    maximumUploadBytes: DEFAULT_MAX_UPLOAD_BYTES,
  })
  let read = 0
  const tokenOf = (name: PassportName): string => {
    const { provider, subject, email } = PASSPORTS[name]
    return (provider === 'google' ? google : facebook).issue({ subject, email })
  }
  return {
    app,
    clock,
    tokens: Object.fromEntries(PASSPORT_NAMES.map((name) => [name, tokenOf(name)])) as Record<PassportName, string>,
    users: () => everybody(rows),
    deliver: async () => {
      for (let job = take(); job !== undefined; job = take()) await valueOf(app.worker.performJob(job))
      const sent = mailer.sent()
      const news = sent.slice(read).filter(({ to }) => to === ADDRESS)
      read = sent.length
      return news
    },
  }
}
