import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import { activationKey, identity, newChange, newQueuedMail } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn } from '#adapters/testing/given.ts'
import { gate, valueOf } from '#adapters/testing/contracts/subject.ts'
import { type FreshDatabase, freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { noJobs } from './no-jobs.ts'

type Step = (transaction: Transaction) => ResultAsync<unknown, unknown>

const DEADLINE = 20_000

/** Two units that want the same rows: the second waits for the first, and neither has to be run again. */
describe('Units over several connections', () => {
  let server: FreshDatabase
  let statements: Statements
  let database: MikroOrmDatabase
  let units: UnitOfWork
  beforeAll(async () => {
    server = await freshDatabase()
    statements = await statementsOn(server.url)
    database = await valueOf(openDatabase({ databaseUrl: server.url }))
    units = database.unitOfWork(noJobs)
  })
  afterAll(async () => {
    await database.close()
    await statements.close()
    await server.drop()
  })

  const somebodyWaits = async (): Promise<void> => {
    const deadline = performance.now() + DEADLINE
    while (performance.now() < deadline) {
      const waiting = await statements.ask(`select 1 from pg_stat_activity
        where application_name = 'soundhub' and datname = current_database() and wait_event_type = 'Lock'`)
      if (waiting.length > 0) return
    }
    throw new Error('nobody waits for anybody')
  }

  /** The second begins when the first has taken its first step, which goes on when the second waits for it. */
  const expectNoneRunAgain = async (first: readonly [Step, Step], second: Step): Promise<void> => {
    const isUnderWay = gate()
    const runs = { first: 0, second: 0 }
    const one = units.run((transaction) =>
      safeTry(async function* () {
        runs.first++
        yield* first[0](transaction)
        isUnderWay.open()
        if (runs.first === 1) yield* ResultAsync.fromSafePromise(somebodyWaits())
        yield* first[1](transaction)
        return ok()
      }),
    )
    await isUnderWay.opened
    const other = units.run((transaction) => {
      runs.second++
      return second(transaction)
    })
    await valueOf(one)
    await valueOf(other)
    expect(runs).toEqual({ first: 1, second: 1 })
  }

  it('whoever writes a letter, and whoever removes its user', async () => {
    const user = await pendingIn(units)
    const { id } = await valueOf(units.run(({ queuedMails }) => queuedMails.add(newQueuedMail({ userId: user.id }))))
    await expectNoneRunAgain(
      [
        ({ queuedMails }) => queuedMails.byId(id),
        ({ activationKeys }) => activationKeys.add(activationKey({ userId: user.id })),
      ],
      ({ users }) => users.ofAddress(user.email).andThen(() => users.remove([user.id])),
    )
  })

  it('whoever writes a letter of a change, and whoever puts another in its place', async () => {
    const user = await activeIn(units)
    const { change, queuedMail } = await valueOf(
      units.run(({ pendingChanges, queuedMails }) =>
        pendingChanges
          .put(newChange({ userId: user.id }))
          .andThen((put) =>
            queuedMails
              .add(newQueuedMail({ userId: user.id, kind: 'change-password', changeId: put.id }))
              .map((added) => ({ change: put, queuedMail: added })),
          ),
      ),
    )
    const key = activationKey({ userId: user.id, purpose: 'change-password', changeId: change.id })
    await expectNoneRunAgain(
      [
        ({ queuedMails, pendingChanges }) =>
          queuedMails.byId(queuedMail.id).andThen(() => pendingChanges.byId(change.id)),
        ({ activationKeys }) => activationKeys.add(key),
      ],
      ({ pendingChanges }) => pendingChanges.put(newChange({ userId: user.id })),
    )
    expect(await valueOf(units.run(({ activationKeys }) => activationKeys.ofUsers([user.id])))).toEqual([])
  })

  it('whoever opens the link of a change, and whoever puts another in its place', async () => {
    const user = await activeIn(units)
    const change = await valueOf(units.run(({ pendingChanges }) => pendingChanges.put(newChange({ userId: user.id }))))
    const key = activationKey({ userId: user.id, purpose: 'change-password', changeId: change.id })
    await valueOf(units.run(({ activationKeys }) => activationKeys.add(key)))
    await expectNoneRunAgain(
      [
        ({ activationKeys }) => activationKeys.byDigest(key.digest),
        ({ pendingChanges, users }) =>
          users.setPassword(user.id, change.passwordHash).andThen(() => pendingChanges.removeOfUser(user.id)),
      ],
      ({ pendingChanges }) => pendingChanges.put(newChange({ userId: user.id })),
    )
  })

  it('whoever is suspended while a letter of a change is written keeps no key', async () => {
    const user = await activeIn(units)
    const change = await valueOf(units.run(({ pendingChanges }) => pendingChanges.put(newChange({ userId: user.id }))))
    const key = activationKey({ userId: user.id, purpose: 'change-password', changeId: change.id })
    await expectNoneRunAgain(
      [({ pendingChanges }) => pendingChanges.byId(change.id), ({ activationKeys }) => activationKeys.add(key)],
      ({ activationKeys, pendingChanges }) =>
        activationKeys.removeOfUser(user.id).andThen(() => pendingChanges.removeOfUser(user.id)),
    )
    expect(await valueOf(units.run(({ activationKeys }) => activationKeys.ofUsers([user.id])))).toEqual([])
  })

  it('two accounts that want the same person: the second is told once the first has it', async () => {
    const [one, other] = [await activeIn(units), await activeIn(units)]
    const wanted = identity({ userId: one.id })
    const said: unknown[] = []
    await expectNoneRunAgain([({ identities }) => identities.add(wanted), () => okAsync()], ({ identities }) =>
      identities
        .add({ ...wanted, userId: other.id })
        .map(() => said.push('added'))
        .orElse((refusal) => okAsync(said.push(refusal))),
    )
    expect(said).toEqual([{ type: 'IdentityTaken', provider: wanted.provider }])
  })
})
