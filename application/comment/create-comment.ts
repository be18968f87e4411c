import { err, safeTry } from 'neverthrow'
import { type CommentForm, parseCommentForm } from '#domain/comment/comment.ts'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { IdempotencyKeyInUse, RunningRun } from '#domain/idempotency/run.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { placeRecording } from '#domain/track/track.ts'
import { activeMaker } from '../shared/active-maker.ts'
import { finishRun } from '../shared/finish-run.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from '../shared/post-not-found.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/world.ts'
import type { StagedFile } from '../track/files.ts'
import { inspectUpload, type InspectUploadAsks, type UploadRefusal } from '../track/inspect-upload.ts'
import { discardingUpload, placeUploads, type PlaceUploadAsks } from '../track/place-upload.ts'

/** What answering a post needs. */
export type CreateCommentAsks = InspectUploadAsks &
  PlaceUploadAsks & {
    readonly unitOfWork: UnitOfWorkOn<'users' | 'posts' | 'comments' | 'runs'>
    readonly clock: Clock
  }

/** Somebody answers this post. */
export type CreateComment = {
  readonly postId: PostId
  readonly author: UserId
  readonly form: CommentForm
  /** The answering track; it is taken over and discarded whatever becomes of it. */
  readonly upload: StagedFile | undefined
  /** What is finished with it, where it is to be answered once. */
  readonly run?: RunningRun | null
}

/** Answers a post with a track. Its file lies in the post's folder, so that both go together. */
export const createComment =
  (asks: CreateCommentAsks) =>
  ({
    postId,
    author,
    form,
    upload,
    run = null,
  }: CreateComment): Outcome<
    CommentId,
    PostNotFound | InvalidFields | UploadRefusal | NotAuthenticated | IdempotencyKeyInUse
  > =>
    discardingUpload(asks, upload, () =>
      safeTry(async function* () {
        const comment = parseCommentForm(form)
        if (upload === undefined) {
          const others = comment.isErr() ? comment.error.faults : []
          return err(invalidFields(...others, { field: 'comment_track', code: 'REQUIRED' }))
        }
        const described = yield* comment
        const { id, post } = yield* asks.unitOfWork.run(({ posts, comments }) =>
          safeTry(async function* () {
            const found = yield* posts.byId(postId)
            return found === null
              ? err(postNotFound(postId))
              : comments.nextId().map((next) => ({ id: next, post: found }))
          }),
        )
        const recording = yield* inspectUpload(asks, upload)
        const track = placeRecording(recording, { author: post.authorId, post: postId, name: `comment_${id}` })
        const created = { ...described, id, postId, authorId: author, track, createdAt: asks.clock.now() }
        return placeUploads(asks, [{ file: upload, path: track.path }], () =>
          asks.unitOfWork.run(({ users, posts, comments, runs }) =>
            safeTry(async function* () {
              if ((yield* posts.byId(postId)) === null) return err(postNotFound(postId))
              yield* activeMaker({ users }, author)
              yield* comments.add(created)
              return finishRun({ runs }, run, id)
            }),
          ),
        ).map(() => id)
      }),
    )
