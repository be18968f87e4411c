import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Comment } from '#domain/comment/comment.ts'
import type { Bpm, Post, Title } from '#domain/post/post.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import type { AudioFormat, Ingest, MediaPath, Track } from '#domain/track/track.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'

/** A track is part of the row of its post or comment. */
const track = {
  trackPath: p.text(),
  trackFormat: p.text(),
  trackBytes: p.bigint('number'),
  trackSha256: p.text().fieldName('track_sha256'),
  trackFrames: p.bigint('number'),
  trackIngest: p.json<Ingest>(),
}

/** The counters `num_liked` and `num_comments` are not mapped, because triggers maintain them. */
export const PostRow = defineEntity({
  name: 'PostRow',
  tableName: 'posts',
  properties: {
    id: p.integer().primary(),
    authorId: p.integer(),
    title: p.text(),
    instruments: p.array(),
    genres: p.array(),
    bpm: p.integer().nullable(),
    ...track,
    masterPath: p.text().nullable(),
    imagePath: p.text().nullable(),
    createdAt: p.datetime(),
  },
})
export type PostRow = InferEntity<typeof PostRow>

export const CommentRow = defineEntity({
  name: 'CommentRow',
  tableName: 'comments',
  properties: {
    id: p.integer().primary(),
    postId: p.integer(),
    authorId: p.integer(),
    instruments: p.array(),
    ...track,
    createdAt: p.datetime(),
  },
})
export type CommentRow = InferEntity<typeof CommentRow>

type TrackColumns = Pick<
  PostRow,
  'trackPath' | 'trackFormat' | 'trackBytes' | 'trackSha256' | 'trackFrames' | 'trackIngest'
>

const trackColumns = ({ path, format, bytes, sha256, frames, ingest }: Track): TrackColumns => ({
  trackPath: path,
  trackFormat: format,
  trackBytes: bytes,
  trackSha256: sha256,
  trackFrames: frames,
  trackIngest: ingest,
})

const trackOf = (row: TrackColumns): Track => ({
  path: row.trackPath as MediaPath,
  format: row.trackFormat as AudioFormat,
  bytes: row.trackBytes,
  sha256: row.trackSha256,
  frames: row.trackFrames,
  ingest: row.trackIngest,
})

export const postColumns = (post: Post): PostRow => ({
  id: post.id,
  authorId: post.authorId,
  title: post.title,
  instruments: [...post.instruments],
  genres: [...post.genres],
  bpm: post.bpm,
  ...trackColumns(post.track),
  masterPath: post.master,
  imagePath: post.image,
  createdAt: new Date(post.createdAt),
})

export const postOf = (row: PostRow): Post => ({
  id: row.id as PostId,
  authorId: row.authorId as UserId,
  title: row.title as Title,
  instruments: row.instruments as Instrument[],
  genres: row.genres as Genre[],
  bpm: (row.bpm ?? null) as Bpm | null,
  track: trackOf(row),
  master: (row.masterPath ?? null) as MediaPath | null,
  image: (row.imagePath ?? null) as MediaPath | null,
  createdAt: instant(row.createdAt.getTime()),
})

export const commentColumns = (comment: Comment): CommentRow => ({
  id: comment.id,
  postId: comment.postId,
  authorId: comment.authorId,
  instruments: [...comment.instruments],
  ...trackColumns(comment.track),
  createdAt: new Date(comment.createdAt),
})

export const commentOf = (row: CommentRow): Comment => ({
  id: row.id as CommentId,
  postId: row.postId as PostId,
  authorId: row.authorId as UserId,
  instruments: row.instruments as Instrument[],
  track: trackOf(row),
  createdAt: instant(row.createdAt.getTime()),
})
