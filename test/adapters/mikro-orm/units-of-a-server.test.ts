import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import { noJobs } from './no-jobs.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { postIn } from '#adapters/testing/given.ts'
import { expectUnavailable, gate, valueOf } from '#adapters/testing/contracts/subject.ts'
import { type FreshDatabase, freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'

const lock = ({ posts }: Transaction, id: PostId) => posts.byId(id)

/** What can only happen where there is more than one connection; on PGlite units run one after the other. */
describe('MikroOrmUnitOfWork over several connections', () => {
  let server: FreshDatabase
  let statements: Statements
  let database: MikroOrmDatabase
  let units: UnitOfWork
  beforeAll(async () => {
    server = await freshDatabase()
    statements = await statementsOn(server.url)
    // Units may be held for longer than others wait for a connection.
    database = await valueOf(openDatabase({ databaseUrl: server.url, connections: 3, socketTimeout: 30_000 }))
    units = database.unitOfWork(noJobs)
  })
  afterAll(async () => {
    await database.close()
    await statements.close()
    await server.drop()
  })

  it('runs a unit again that lost a deadlock', async () => {
    const [one, other] = [await postIn(units), await postIn(units)]
    const begun = [gate(), gate()]
    let runs = 0
    const crossing = (mine: PostId, theirs: PostId, at: 0 | 1) =>
      units.run((transaction) =>
        safeTry(async function* () {
          runs++
          yield* lock(transaction, mine)
          begun[at]!.open()
          yield* ResultAsync.fromSafePromise(begun[1 - at]!.opened)
          yield* lock(transaction, theirs)
          return ok('done')
        }),
      )
    const both = [crossing(one.id, other.id, 0), crossing(other.id, one.id, 1)]
    expect(await Promise.all(both.map((unit) => valueOf(unit)))).toEqual(['done', 'done'])
    expect(runs).toBe(3)
  })

  it('answers Unavailable while units hold every connection, and goes on when one is free', async () => {
    const [held, mayEnd] = [[gate(), gate(), gate()], gate()]
    const nothing = 1_000_000 as PostId
    const holding = held.map((one) =>
      units.run((transaction) =>
        lock(transaction, nothing)
          .map(one.open)
          .andThen(() => ResultAsync.fromSafePromise(mayEnd.opened)),
      ),
    )
    await Promise.all(held.map(({ opened }) => opened))
    const [unit, read] = [units.run(() => okAsync()), database.users.byId(1 as UserId)]
    await expectUnavailable(unit)
    await expectUnavailable(read)
    mayEnd.open()
    for (const one of holding) await valueOf(one)
    await valueOf(units.run(() => okAsync()))
  })

  it('loses no connection to units that were cut off', async () => {
    for (let cut = 0; cut < 6; cut++)
      await expectUnavailable(
        units.run((transaction) =>
          lock(transaction, 1 as PostId)
            .andThen(() =>
              ResultAsync.fromSafePromise(
                statements.ask(`select pg_terminate_backend(pid) from pg_stat_activity
                  where application_name = 'soundhub' and datname = current_database()`),
              ),
            )
            .andThen(() => lock(transaction, 1 as PostId)),
        ),
      )
    expect(await Promise.all(Array.from({ length: 6 }, async () => (await units.run(() => okAsync())).isOk()))).toEqual(
      Array.from({ length: 6 }, () => true),
    )
  })
})
