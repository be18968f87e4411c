import type { MikroORM } from '@mikro-orm/postgresql'
import type { Outcome } from '#application/shared/outcome.ts'
import { databaseOutcome } from '../database-error.ts'
import { clear, type DumpScope, isEmpty } from './catalog.ts'
import { load, type Loaded, type Loader } from './load.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'

/** Takes all rows out of a database and puts them into another one of the same version, on a server or embedded. */
export class DatabaseDump {
  readonly #orm: MikroORM

  constructor(orm: MikroORM) {
    this.#orm = orm
  }

  /** Reads all rows as of one moment, while others go on reading and writing. What `read` throws is the cause of the failure. */
  snapshot<Value>(scope: DumpScope, read: (snapshot: Snapshot) => Promise<Value>): Outcome<Value> {
    return databaseOutcome(() =>
      this.#orm.em
        .getKysely<unknown>()
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (transaction) => read(await takeSnapshot(transaction, scope))),
    )
  }

  /** Replaces the rows of the tables and sets the sequences: all of it, or nothing. The tables have to be there. */
  load(scope: DumpScope, loaded: Loaded, fill: (loader: Loader) => Promise<void>): Outcome<void> {
    return databaseOutcome(() =>
      this.#orm.em
        .getKysely<unknown>()
        .transaction()
        .execute((transaction) => load(transaction, scope, loaded, fill)),
    )
  }

  /** Whether there is nothing, of anybody, in the database's own schema, and none of the other schemas. */
  isEmpty(schemas: readonly string[]): Outcome<boolean> {
    return databaseOutcome(() => isEmpty(this.#orm.em.getKysely<unknown>(), schemas))
  }

  /** Drops everything that {@link isEmpty} looks for. */
  clear(schemas: readonly string[]): Outcome<void> {
    return databaseOutcome(() =>
      this.#orm.em
        .getKysely<unknown>()
        .transaction()
        .execute((transaction) => clear(transaction, schemas)),
    )
  }
}
