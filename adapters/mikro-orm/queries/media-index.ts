import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { Outcome } from '#application/shared/outcome.ts'
import type { MediaIndex } from '#application/track/staging-and-blob-store.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { databaseOutcome } from '../database-error.ts'

/** Every column that names a file, and how to find its row by the user or post id in the path. */
export const MEDIA_COLUMNS = [
  { table: 'users', key: 'id', from: 'user_id', columns: ['profile_img_path', 'profile_bg_path'] },
  { table: 'posts', key: 'id', from: 'post_id', columns: ['track_path', 'master_path', 'image_path'] },
  { table: 'comments', key: 'post_id', from: 'post_id', columns: ['track_path'] },
  { table: 'mix_revisions', key: 'post_id', from: 'post_id', columns: ['master_path'] },
  { table: 'mix_proposals', key: 'post_id', from: 'post_id', columns: ['master_path'] },
] as const

const MEDIA_PATH = /^user_(\d{1,15})\/(?:Post_(\d{1,15})\/)?/

const numberOr0 = (digits: string | undefined): number => Number(digits ?? 0)

/** Looks paths up by the ids in them, so that the path columns need no index. */
export class MikroOrmMediaIndex implements MediaIndex {
  readonly #orm: MikroORM

  constructor(orm: MikroORM) {
    this.#orm = orm
  }

  named(paths: readonly MediaPath[]): Outcome<readonly MediaPath[]> {
    const matches = paths.map((path) => MEDIA_PATH.exec(path))
    const users = matches.map((match) => numberOr0(match?.[1]))
    const posts = matches.map((match) => numberOr0(match?.[2]))
    const isNamed = MEDIA_COLUMNS.map(({ table, key, from, columns }) => {
      const named = columns.map((column) => sql`${sql.ref(`t.${column}`)} = asked.path`)
      return sql`exists (select from ${sql.table(table)} t
        where ${sql.ref(`t.${key}`)} = ${sql.ref(`asked.${from}`)} and (${sql.join(named, sql` or `)}))`
    })
    const query = sql<{ path: MediaPath }>`
      select asked.path from unnest(${[...paths]}::text[], ${users}::bigint[], ${posts}::bigint[])
        as asked (path, user_id, post_id)
      where ${sql.join(isNamed, sql` or `)}`
    return databaseOutcome(() => query.execute(this.#orm.em.getKysely<unknown>())).map(({ rows }) =>
      rows.map(({ path }) => path),
    )
  }
}
