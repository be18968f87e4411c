import { okAsync, type ResultAsync } from 'neverthrow'
import { withoutRateLimits } from '#adapters/absent/without-rate-limits.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { openJobs, type PgBossJobs } from '#adapters/pg-boss/open-jobs.ts'
import { SystemDigest } from '#adapters/system/system-digest.ts'
import { activate } from '#application/account/activate.ts'
import { resetPassword } from '#application/account/forgotten-password.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Purpose } from '#domain/account/activation-key.ts'
import type { Secret } from '#domain/account/secret.ts'
import type { UserId } from '#domain/shared/id.ts'
import { activationKey, NOON, passwordHash, secret } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn } from '#adapters/testing/given.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type FreshDatabase, freshDatabase } from '#test/databases/fresh.ts'

const TIMES = 50
const CONCURRENCY = 16
const PATIENCE = 300_000

describe('A key that is used many times at once on PostgreSQL', () => {
  let server: FreshDatabase
  let database: MikroOrmDatabase
  let jobs: PgBossJobs
  let units: UnitOfWork
  beforeAll(async () => {
    server = await freshDatabase()
    database = await valueOf(openDatabase({ databaseUrl: server.url }))
    jobs = await valueOf(openJobs({ databaseUrl: server.url }))
    units = database.unitOfWork((transaction) => jobs.jobsIn(transaction))
  })
  afterAll(async () => {
    await jobs.close()
    await database.close()
    await server.drop()
  })

  const deps = () => ({
    unitOfWork: units,
    clock: { now: () => NOON },
    digest: new SystemDigest(),
    passwordHasher: { hash: () => okAsync(passwordHash()), verify: () => okAsync(false) },
    commonPasswords: { includes: () => false },
    ...withoutRateLimits,
  })

  const mailed = async (userId: UserId, purpose: Purpose): Promise<Secret> => {
    const key = secret()
    const digest = await valueOf(new SystemDigest().secret(key))
    await valueOf(units.run(({ activationKeys }) => activationKeys.add(activationKey({ userId, purpose, digest }))))
    return key
  }

  const ALREADY_USED = Array.from({ length: CONCURRENCY - 1 }, () => 'ActivationKeyUnknown')

  const expectOneWinner = async (
    id: UserId,
    purpose: Purpose,
    use: (key: Secret) => ResultAsync<UserId, { readonly type: string }>,
  ): Promise<void> => {
    const key = await mailed(id, purpose)
    const uses = await Promise.all(Array.from({ length: CONCURRENCY }, () => use(key)))
    expect(uses.flatMap((used) => (used.isOk() ? [used.value] : []))).toEqual([id])
    expect(uses.flatMap((used) => (used.isErr() ? [used.error.type] : []))).toEqual(ALREADY_USED)
  }

  it(
    `opens its sign-up once, ${TIMES} times over`,
    async () => {
      expect.hasAssertions()
      for (let time = 0; time < TIMES; time++) {
        const { id } = await pendingIn(units)
        await expectOneWinner(id, 'activation', activate(deps()))
      }
    },
    PATIENCE,
  )

  it(
    `replaces a forgotten password once, ${TIMES} times over`,
    async () => {
      expect.hasAssertions()
      for (let time = 0; time < TIMES; time++) {
        const { id } = await activeIn(units)
        await expectOneWinner(id, 'reset-password', (key) => {
          const words = { newPassword: 'correct horse battery', newPasswordAgain: 'correct horse battery' }
          return resetPassword(deps())({ key: key, ...words }, 'en')
        })
      }
    },
    PATIENCE,
  )
})
