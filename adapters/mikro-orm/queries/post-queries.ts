import { type RawBuilder, sql } from 'kysely'
import type { CommentView } from '#application/comment/comment-view.ts'
import { POST_ORDERS, type PostListRequest, type PostOrder, type PostQueries } from '#application/post/ports.ts'
import { MAX_COMMENTS_SHOWN, MAX_LIKERS_SHOWN, type PostView } from '#application/post/post-view.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { DEFAULT_PAGE_SIZE, type Page, pageOf } from '#application/shared/page.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import type { Ingest, MediaPath } from '#domain/track/track.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import { type ListSource, listRows, type ListShape, listShape, listValues } from './list-sql.ts'
import { mixOf, type MixRow } from '../rows/mix-rows.ts'
import { byShape, parameter, type Reads } from './reads.ts'
import { authorOf, byNumber, byTime, msOf, type Order, pageSql } from './view-sql.ts'

type CommentJson = {
  readonly id: number
  readonly author_id: number
  readonly author_nickname: string
  readonly author_picture: string | null
  readonly is_mixed: boolean
  readonly track_path: string
  readonly track_ingest: Ingest
  readonly instruments: readonly Instrument[]
  readonly created_ms: number
}

/** A mix row as JSON, with times in ms. */
type MixJson = {
  readonly [Column in keyof MixRow]: Date extends MixRow[Column]
    ? number | Exclude<MixRow[Column], Date>
    : MixRow[Column]
}

/** A row of {@link postViews}; it has the same form as a row and as JSON. */
export type PostViewRow = {
  readonly id: number
  readonly title: string
  readonly author_id: number
  readonly author_nickname: string
  readonly author_picture: string | null
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly bpm: number | null
  readonly liked: readonly UserId[]
  readonly num_liked: number
  readonly num_comments: number
  readonly created_ms: number
  readonly track_path: string
  readonly track_ingest: Ingest
  readonly master_path: string | null
  readonly image_path: string | null
  readonly mix: MixJson | null
  readonly comments: readonly CommentJson[]
}

const dateOf = (ms: number | null | undefined): Date | null => (ms === null || ms === undefined ? null : new Date(ms))

const commentViewOf = (json: CommentJson, postTitle: string): CommentView => ({
  id: json.id as CommentId,
  author: authorOf(json.author_id, json.author_nickname, json.author_picture),
  postTitle,
  isMixed: json.is_mixed,
  track: json.track_path as MediaPath,
  ingest: json.track_ingest,
  instruments: json.instruments,
  createdAt: instant(json.created_ms),
})

export const postViewOf = (row: PostViewRow): PostView => ({
  id: row.id as PostId,
  title: row.title,
  author: authorOf(row.author_id, row.author_nickname, row.author_picture),
  instruments: row.instruments,
  genres: row.genres,
  bpm: row.bpm,
  liked: row.liked,
  numLiked: row.num_liked,
  numComments: row.num_comments,
  createdAt: instant(row.created_ms),
  track: row.track_path as MediaPath,
  ingest: row.track_ingest,
  master: row.master_path as MediaPath | null,
  image: row.image_path as MediaPath | null,
  mix:
    row.mix === null
      ? null
      : mixOf({
          ...row.mix,
          requestedAt: new Date(row.mix.requestedAt),
          leaseUntil: dateOf(row.mix.leaseUntil),
          finishedAt: dateOf(row.mix.finishedAt),
        }),
  comments: row.comments.map((comment) => commentViewOf(comment, row.title)),
})

const MIX = sql`
  case when m.post_id is not null then json_build_object(
    'postId', m.post_id, 'revision', m.revision, 'attempt', m.attempt, 'stems', m.stems, 'recipe', m.recipe,
    'recipeId', m.recipe_id, 'masterLoudness', m.master_loudness, 'masterTruePeak', m.master_true_peak,
    'masterFrames', m.master_frames, 'masterGain', m.master_gain, 'masterCeiling', m.master_ceiling, 'state', m.state,
    'stage', m.stage, 'progress', m.progress, 'reason', m.reason, 'requestedAt', ${msOf('m.requested_at')},
    'leaseUntil', ${msOf('m.lease_until')}, 'finishedAt', ${msOf('m.finished_at')}
  ) end`

const MAX = sql.lit(MAX_COMMENTS_SHOWN)

/** The newest comments, and any older ones that are in the mix. */
const COMMENTS = sql`
  select coalesce(json_agg(comment), '[]') as shown from (
    select c.id, a.id as author_id, a.nickname as author_nickname,
      a.profile_img_path as author_picture, coalesce(c.id = any(m.stems), false) as is_mixed,
      c.track_path, c.track_ingest, c.instruments, ${msOf('c.created_at')} as created_ms
    from (
      (select * from comments where post_id = p.id order by created_at desc, id desc limit ${MAX})
      union all
      (select old.* from comments old where p.num_comments > ${MAX} and old.post_id = p.id and old.id = any(m.stems)
        and ${MAX} <= (select count(*) from comments newer
          where newer.post_id = p.id and (newer.created_at, newer.id) > (old.created_at, old.id)))
    ) c
    join users a on a.id = c.author_id
    order by c.created_at, c.id
  ) comment`

const LIKED = sql`array(
    select l.user_id from likes l where l.post_id = p.id order by l.liked_at desc, l.user_id desc
    limit ${sql.lit(MAX_LIKERS_SHOWN)}
  )`

/** The views of the posts in `rows`: author, likes, mix and comments included. */
export const postViews = (rows: RawBuilder<unknown>): RawBuilder<PostViewRow> => sql<PostViewRow>`
  select p.id, p.title, author.id as author_id, author.nickname as author_nickname,
    author.profile_img_path as author_picture, p.instruments, p.genres, p.bpm,
    ${LIKED} as liked, p.num_liked, p.num_comments, ${msOf('p.created_at')} as created_ms,
    p.track_path, p.track_ingest, p.master_path, p.image_path,
    ${MIX} as mix, comments.shown as comments
  from (${rows}) p
  join users author on author.id = p.author_id
  left join mixes m on m.post_id = p.id
  cross join lateral (${COMMENTS}) comments`

export const LISTED_POSTS: ListSource = { table: 'posts', alias: 'p', sets: 'post_word_sets', condition: sql`true` }

const ORDERS: Readonly<Record<PostOrder, Order & { readonly sortKeyOf: (post: PostView) => number }>> = {
  newest: { ...byTime('created_at'), sortKeyOf: (post) => post.createdAt },
  mostLiked: { ...byNumber('num_liked'), sortKeyOf: (post) => post.numLiked },
  mostCommented: { ...byNumber('num_comments'), sortKeyOf: (post) => post.numComments },
}

const LIST = byShape(({ order, filter, page: shape }: ListShape<PostOrder>) => {
  const by = ORDERS[order]
  const page = pageSql(by, 'p', shape)
  return sql<PostViewRow>`${postViews(listRows(LISTED_POSTS, by.column, filter, page))} ${page.order}`
})

/** The most frequent requests, which have no parameters, so their views can be cached. */
const FIRST_PAGES = new Set(
  POST_ORDERS.map((order) =>
    LIST(listShape({ order, instruments: [], genres: [], page: { size: DEFAULT_PAGE_SIZE, cursor: null } })),
  ),
)

const BY_ID = postViews(sql`select * from posts where id = ${parameter('id')}`)

/** Reads posts for screens with plain SQL, without building entities. */
export class MikroOrmPostQueries implements PostQueries {
  readonly #reads: Reads

  constructor(reads: Reads) {
    this.#reads = reads
  }

  byId(id: PostId): Outcome<PostView | null> {
    return this.#reads.view(BY_ID, { id }, ([row]) => (row === undefined ? null : postViewOf(row)))
  }

  list(request: PostListRequest): Outcome<Page<PostView>> {
    const by = ORDERS[request.order]
    const viewOf = (rows: readonly PostViewRow[]) =>
      pageOf(rows.map(postViewOf), request.page, (post) => ({ key: by.sortKeyOf(post), id: post.id }))
    const query = LIST(listShape(request))
    return FIRST_PAGES.has(query)
      ? this.#reads.view(query, {}, viewOf)
      : this.#reads.read(query, listValues(by, request), viewOf)
  }
}
