import { sql } from 'kysely'
import type { CommentRepository } from '#application/comment/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { commentColumns, commentOf, CommentRow } from '../rows/post-rows.ts'
import type { Unit } from '../transactions/unit.ts'

/** Comments in the table `comments`. A trigger counts them in their post. */
export class MikroOrmCommentRepository implements CommentRepository {
  readonly #unit: Unit

  constructor(unit: Unit) {
    this.#unit = unit
  }

  nextId(): Outcome<CommentId> {
    return this.#unit.ask(async (em) => {
      const next = await sql<{ id: number }>`select nextval('comments_id_seq')::int as id`.execute(
        em.getKysely<unknown>(),
      )
      return next.rows[0]!.id as CommentId
    })
  }

  add(comment: Comment): Outcome<void> {
    return this.#unit.ask((em) => em.insert(CommentRow, commentColumns(comment))).map(() => undefined)
  }

  byId(id: CommentId): Outcome<Comment | null> {
    return this.#unit
      .ask((em) => em.findOne(CommentRow, { id }, { disableIdentityMap: true }))
      .map((row) => (row === null ? null : commentOf(row)))
  }

  ofPost(postId: PostId, ids: readonly CommentId[]): Outcome<readonly Comment[]> {
    const options = { disableIdentityMap: true, orderBy: { id: 'asc' } } as const
    return this.#unit
      .ask((em) => em.find(CommentRow, { postId, id: { $in: [...ids] } }, options))
      .map((rows) => rows.map(commentOf))
  }

  ofAuthor(author: UserId): Outcome<readonly Comment[]> {
    const options = { disableIdentityMap: true, orderBy: { id: 'asc' } } as const
    return this.#unit.ask((em) => em.find(CommentRow, { authorId: author }, options)).map((rows) => rows.map(commentOf))
  }

  save(comment: Comment): Outcome<void> {
    const { id, ...columns } = commentColumns(comment)
    return this.#unit.ask((em) => em.nativeUpdate(CommentRow, { id }, columns)).map(() => undefined)
  }

  remove(id: CommentId): Outcome<void> {
    return this.#unit.ask((em) => em.nativeDelete(CommentRow, { id })).map(() => undefined)
  }
}
