import type { MikroORM } from '@mikro-orm/postgresql'
import type { MixQueries } from '#application/mix/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import { databaseOutcome } from '../database-error.ts'
import { mixOf, MixRow } from '../rows/mix-rows.ts'

/** Reads the table `mixes` by its primary key. */
export class MikroOrmMixQueries implements MixQueries {
  readonly #orm: MikroORM

  constructor(orm: MikroORM) {
    this.#orm = orm
  }

  ofPosts(postIds: readonly PostId[]): Outcome<readonly Mix[]> {
    const ask = () => this.#orm.em.fork().find(MixRow, { postId: { $in: [...postIds] } }, { disableIdentityMap: true })
    return databaseOutcome(ask).map((rows) => rows.map(mixOf))
  }
}
