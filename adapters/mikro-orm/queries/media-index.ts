import type { MikroORM } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { Outcome } from '#application/shared/outcome.ts'
import type { MediaIndex } from '#application/track/files.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { asking } from '../database-error.ts'

/** Every column that names a file, and how the row is found by what the path says: its user's or its post's id. */
export const MEDIA_COLUMNS = [
  { table: 'users', key: 'id', from: 'user_id', columns: ['profile_img_path', 'profile_bg_path'] },
  { table: 'posts', key: 'id', from: 'post_id', columns: ['track_path', 'master_path', 'image_path'] },
  { table: 'comments', key: 'post_id', from: 'post_id', columns: ['track_path'] },
] as const

const PLACE = /^user_(\d{1,15})\/(?:Post_(\d{1,15})\/)?/

const numberOr0 = (digits: string | undefined): number => Number(digits ?? 0)

/** Looks the paths up by the ids in them, which have indexes; the columns themselves need none. */
export class MikroOrmMediaIndex implements MediaIndex {
  readonly #orm: MikroORM

  constructor(orm: MikroORM) {
    this.#orm = orm
  }

  named(paths: readonly MediaPath[]): Outcome<readonly MediaPath[]> {
    const places = paths.map((path) => PLACE.exec(path))
    const users = places.map((place) => numberOr0(place?.[1]))
    const posts = places.map((place) => numberOr0(place?.[2]))
    const isNamed = MEDIA_COLUMNS.map(({ table, key, from, columns }) => {
      const named = columns.map((column) => sql`${sql.ref(`t.${column}`)} = asked.path`)
      return sql`exists (select from ${sql.table(table)} t
        where ${sql.ref(`t.${key}`)} = ${sql.ref(`asked.${from}`)} and (${sql.join(named, sql` or `)}))`
    })
    const query = sql<{ path: MediaPath }>`
      select asked.path from unnest(${[...paths]}::text[], ${users}::bigint[], ${posts}::bigint[])
        as asked (path, user_id, post_id)
      where ${sql.join(isNamed, sql` or `)}`
    return asking(() => query.execute(this.#orm.em.getKysely<unknown>())).map(({ rows }) =>
      rows.map(({ path }) => path),
    )
  }
}
