import { sql } from 'kysely'
import type { CommentQueries } from '#application/comment/ports.ts'
import type { CommentView } from '#application/comment/comment-view.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { type Page, pageOf, type PageRequest } from '#application/shared/page.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import type { Ingest, MediaPath } from '#domain/track/track.ts'
import type { Instrument } from '#domain/track/vocabulary.ts'
import { byShape, parameter, type Reads } from './reads.ts'
import { authorOf, byTime, msOf, type PageShape, pageShape, pageSql, pageValues } from './view-sql.ts'

export type CommentViewRow = {
  readonly id: number
  readonly author_id: number
  readonly author_nickname: string
  readonly author_picture: string | null
  readonly post_title: string
  readonly is_mixed: boolean
  readonly track_path: string
  readonly track_ingest: Ingest
  readonly instruments: readonly string[]
  readonly created_ms: number
}

export const commentViewOf = (row: CommentViewRow): CommentView => ({
  id: row.id as CommentId,
  author: authorOf(row.author_id, row.author_nickname, row.author_picture),
  postTitle: row.post_title,
  isMixed: row.is_mixed,
  track: row.track_path as MediaPath,
  ingest: row.track_ingest,
  instruments: row.instruments as readonly Instrument[],
  createdAt: instant(row.created_ms),
})

/** The columns of a comment view: comment `c` by user `a`, on post `p` with mix `m`. */
export const COMMENT_COLUMNS = sql`
  c.id, a.id as author_id, a.nickname as author_nickname, a.profile_img_path as author_picture, p.title as post_title,
  coalesce(c.id = any(m.stems), false) as is_mixed, c.track_path, c.track_ingest, c.instruments,
  ${msOf('c.created_at')} as created_ms`

const BY_ID = sql<CommentViewRow>`
  select ${COMMENT_COLUMNS} from comments c
  join posts p on p.id = c.post_id
  join users a on a.id = c.author_id
  left join mixes m on m.post_id = c.post_id
  where c.id = ${parameter('id')}`

const NEWEST = byTime('created_at')

const OF_POST = byShape((shape: PageShape) => {
  const page = pageSql(NEWEST, 'c', shape)
  return sql<CommentViewRow | { readonly id: null }>`
    select ${COMMENT_COLUMNS} from posts p
    left join mixes m on m.post_id = p.id
    left join lateral (
      select * from comments c where c.post_id = p.id and ${page.cursorCondition} ${page.order} ${page.limit}
    ) c on true
    left join users a on a.id = c.author_id
    where p.id = ${parameter('postId')}
    ${page.order}`
})

/** Reads comments for screens with plain SQL, without building entities. */
export class MikroOrmCommentQueries implements CommentQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  byId(id: CommentId): Outcome<CommentView | null> {
    return this.#reads.read(BY_ID, { id }, ([row]) => (row === undefined ? null : commentViewOf(row)))
  }

  ofPost(postId: PostId, request: PageRequest): Outcome<Page<CommentView> | null> {
    return this.#reads.read(OF_POST(pageShape(request)), { postId, ...pageValues(NEWEST, request) }, (rows) => {
      if (rows.length === 0) return null
      const comments = rows.filter((row) => row.id !== null).map(commentViewOf)
      return pageOf(comments, request, (comment) => ({ key: comment.createdAt, id: comment.id }))
    })
  }
}
