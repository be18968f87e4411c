import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import type { PostRepository } from '#application/post/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { foldText } from '#domain/shared/text.ts'
import { postColumns, postOf, PostRow } from '../rows/post-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Stores the title's search key, in its own table because a row of `posts` changes with every like. */
const storeSearchKey = async (em: EntityManager, { id, title }: Post): Promise<void> => {
  await sql`
    insert into searched_titles (post_id, key) values (${id}, ${foldText(title)})
    on conflict (post_id) do update set key = excluded.key where searched_titles.key <> excluded.key
  `.execute(em.getKysely<unknown>())
}

/** Posts in the table `posts`. Foreign keys delete their comments, likes and mix with them. */
export class MikroOrmPostRepository implements PostRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  nextId(): Outcome<PostId> {
    return this.#unit.ask(async (em) => {
      const next = await sql<{ id: number }>`select nextval('posts_id_seq')::int as id`.execute(em.getKysely<unknown>())
      return next.rows[0]!.id as PostId
    })
  }

  add(post: Post): Outcome<void> {
    return this.#unit.ask(async (em) => {
      await em.insert(PostRow, postColumns(post))
      await storeSearchKey(em, post)
    })
  }

  byId(id: PostId): Outcome<Post | null> {
    const options = { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE } as const
    return this.#unit
      .ask((em) => em.findOne(PostRow, { id }, options))
      .map((row) => (row === null ? null : postOf(row)))
  }

  ofAuthor(author: UserId): Outcome<readonly PostId[]> {
    const options = { disableIdentityMap: true, fields: ['id'], orderBy: { id: 'asc' } } as const
    return this.#unit
      .ask((em) => em.find(PostRow, { authorId: author }, options))
      .map((rows) => rows.map(({ id }) => id as PostId))
  }

  save(post: Post): Outcome<void> {
    const { id, ...columns } = postColumns(post)
    return this.#unit.ask(async (em) => {
      if ((await em.nativeUpdate(PostRow, { id }, columns)) > 0) await storeSearchKey(em, post)
    })
  }

  remove(id: PostId): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(PostRow, { id })).map(() => undefined)
  }
}
