import { err, errAsync, ResultAsync } from 'neverthrow'
import type { Ports } from '#application/ports.ts'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import { intercepted, STREAMS } from './intercepted.ts'

/** Takes one call of a port out of reach, whichever it is. */
export type Faults = {
  /** From now on calls are counted, and the one of this number, from 0, fails. */
  arm(failing: number): void
  disarm(): void
  /** What was called since, `port.method` each, in order; the last is the one that failed. */
  readonly calls: readonly string[]
  readonly hasFailed: boolean
  /** The same ports, but for that call. */
  through(ports: Ports): Ports
}

const broken: Unavailable = unavailable('database', new Error('taken out of reach on purpose'))

async function* brokenStream() {
  yield err(broken)
}

/** Ports whose every method answers a `ResultAsync` or a stream; the others cannot fail. */
const FALLIBLE = [
  'sessionReader',
  'credentials',
  'userQueries',
  'postQueries',
  'commentQueries',
  'revisionQueries',
  'proposalQueries',
  'messageQueries',
  'auditQueries',
  'failedJobs',
  'passwordHasher',
  'google',
  'facebook',
  'rateLimiter',
  'mailer',
  'audioSniffer',
  'audioDecoder',
  'audioEncoder',
  'staging',
  'partialUploads',
  'blobs',
] as const satisfies readonly (keyof Ports)[]

export const faults = (): Faults => {
  let failing: number | null = null
  let calls: string[] = []
  let hasFailed = false

  const failsNow = (name: string): boolean => {
    if (failing === null || hasFailed) return false
    calls.push(name)
    hasFailed = calls.length > failing
    return hasFailed
  }

  const through = <Port extends object>(port: Port, name: string): Port =>
    intercepted(port, name, (called, act) => {
      if (failsNow(called)) return STREAMS.has(called) ? brokenStream() : errAsync(broken)
      return act()
    })

  const transactionThrough = (transaction: Transaction): Transaction =>
    Object.fromEntries(
      Object.entries(transaction).map(([name, repository]) => [name, through(repository, name)]),
    ) as unknown as Transaction

  /** A transaction can be out of reach when it begins, amid it, and when it is to commit. */
  const unitOfWorkThrough = (units: UnitOfWork): UnitOfWork => ({
    run: (work) => {
      if (failsNow('unitOfWork.run')) return errAsync(broken)
      return units.run((transaction) =>
        work(transactionThrough(transaction)).andThen((value) =>
          failsNow('unitOfWork.commit') ? errAsync(broken) : ResultAsync.fromSafePromise(Promise.resolve(value)),
        ),
      )
    },
  })

  return {
    arm: (at) => {
      failing = at
      calls = []
      hasFailed = false
    },
    disarm: () => {
      failing = null
    },
    get calls() {
      return calls
    },
    get hasFailed() {
      return hasFailed
    },
    through: (ports) => ({
      ...ports,
      ...Object.fromEntries(FALLIBLE.map((name) => [name, through(ports[name], name)])),
      unitOfWork: unitOfWorkThrough(ports.unitOfWork),
    }),
  }
}
