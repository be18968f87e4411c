import { ok } from 'neverthrow'
import type { CommentId } from '#domain/shared/id.ts'
import { listSchema, PAGE_QUERY, presentPage, readCursor } from '../endpoint/cursor.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { publicUrlOf, urlOf } from '../urls.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { TRACK_UPLOAD } from '../endpoint/track-upload.ts'
import { commentSchema, presentComment } from '../presenters/comment.ts'
import { json, nothing } from '../reply/reply.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import type { CommentForm } from '#domain/comment/comment.ts'

const commentAnswer = (status: 200 | 201, description: string) => [{ status, description, schema: commentSchema }]

/** Comments: the tracks that answer a post. */
export const comments = (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  endpoint: Endpoint,
): void => {
  const added = (id: CommentId) =>
    soundhub.comments
      .read(id)
      .map((comment) =>
        json(201, presentComment(comment), { Location: publicUrlOf(settings, `/post/comment/${comment.id}`) }),
      )

  const shown = (id: CommentId) =>
    soundhub.comments.read(id).andThen((comment) => ok(json(200, presentComment(comment))))

  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}/comments',
      tag: 'comments',
      summary: 'List the comments of a post, newest first',
      access: 'anyone',
      id: 'PostId',
      query: PAGE_QUERY,
      answers: [{ status: 200, description: 'A page of the list', schema: listSchema(commentSchema) }],
      refuses: ['InvalidFields', 'PostNotFound'],
    },
    async ({ id, query, context }) => {
      const page = await readCursor(query.cursor).asyncAndThen((cursor) =>
        soundhub.comments.list(id, unchecked<{ pageSize: number }>({ pageSize: query.page_size }), cursor),
      )
      return page.map((found) => json(200, presentPage(found, presentComment, urlOf(context), settings)))
    },
  )

  endpoint(
    {
      methods: ['post'],
      path: '/post/{id}/comments',
      tag: 'comments',
      summary: 'Comment on a post with a track',
      access: 'user',
      id: 'PostId',
      body: { instrument: FORM.instrument, [TRACK_UPLOAD]: FORM.trackUpload.optional() },
      files: ['comment_track'],
      track: 'comment_track',
      idempotent: (made) => added(made as CommentId),
      answers: commentAnswer(201, 'The new comment'),
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'NotAuthenticated',
        'CommentNotFound',
        'TrackEmpty',
        'TrackUnsupported',
        'TrackWithoutAudio',
        'TrackUndecodable',
        'TrackTooLong',
        'UploadNotFound',
        'UploadIncomplete',
        'AudioUnavailable',
        'IdempotencyKeyInUse',
      ],
    },
    ({ id: postId, session, form, files, idempotentRequest }) =>
      soundhub.comments
        .create({
          ...unchecked<CommentForm>({ instruments: form.instrument }),
          postId,
          author: session.userId,
          track: files.comment_track,
          idempotentRequest,
        })
        .andThen(added),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/post/comment/{id}',
      tag: 'comments',
      summary: 'Get a comment',
      access: 'anyone',
      id: 'CommentId',
      answers: commentAnswer(200, 'The comment'),
      refuses: ['CommentNotFound'],
    },
    ({ id }) => shown(id),
  )

  endpoint(
    {
      methods: ['post', 'patch'],
      path: '/post/comment/{id}',
      tag: 'comments',
      summary: 'Edit a comment; fields that are not sent stay',
      access: 'user',
      id: 'CommentId',
      body: { instrument: FORM.instrument.optional() },
      answers: commentAnswer(200, 'The changed comment'),
      refuses: ['CommentNotFound', 'NotTheCommentAuthor', 'InvalidFields'],
    },
    ({ id, session, form }) =>
      soundhub.comments
        .edit({ ...unchecked<CommentForm>({ instruments: form.instrument }), id, editor: session.userId })
        .andThen(() => shown(id)),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/post/comment/{id}',
      tag: 'comments',
      summary: 'Delete a comment; a mix that contains it is rendered again without it',
      access: 'user',
      id: 'CommentId',
      answers: [{ status: 204, description: 'Deleted' }],
      refuses: ['CommentNotFound', 'NotTheCommentAuthor'],
    },
    ({ id, session }) => soundhub.comments.delete({ id, remover: session.userId }).andThen(() => ok(nothing())),
  )
}
