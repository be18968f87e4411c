import { err, safeTry } from 'neverthrow'
import { type CommentForm, parseCommentForm } from '#domain/comment/comment.ts'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { IdempotencyKeyInUse, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { placeRecording } from '#domain/track/track.ts'
import { activeAuthor } from '../account/active-author.ts'
import { finishIdempotentRequest } from '../idempotency/finish-idempotent-request.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'
import type { StagedFile } from '../track/staging-and-blob-store.ts'
import { inspectUpload, type InspectUploadDependencies, type UploadRefusal } from '../track/inspect-upload.ts'
import { discardingUpload, placeUploads, type PlaceUploadDependencies } from '../track/place-upload.ts'

/** What answering a post needs. */
export type CreateCommentDependencies = InspectUploadDependencies &
  PlaceUploadDependencies & {
    readonly unitOfWork: UnitOfWorkOn<'users' | 'posts' | 'comments' | 'jobs' | 'idempotentRequests'>
    readonly clock: Clock
  }

/** Somebody answers this post. */
export type CreateComment = CommentForm & {
  readonly postId: PostId
  readonly author: UserId
  /** The answering track, from `uploads.receive`; whatever becomes of the comment, the staged file is discarded. */
  readonly track: StagedFile | undefined
  /** The idempotent request that creating it completes, if the client sent a key. */
  readonly idempotentRequest?: RunningRequest | null
}

/**
 * Answers a post with a track. Its file is stored in the post's folder, so that both are removed together;
 * a job makes it a stem.
 */
export const createComment =
  (deps: CreateCommentDependencies) =>
  ({
    postId,
    author,
    track: upload,
    idempotentRequest = null,
    ...form
  }: CreateComment): Outcome<
    CommentId,
    PostNotFound | InvalidFields | UploadRefusal | NotAuthenticated | IdempotencyKeyInUse
  > =>
    discardingUpload(deps, upload, () =>
      safeTry(async function* () {
        const comment = parseCommentForm(form)
        if (upload === undefined) {
          const others = comment.isErr() ? comment.error.faults : []
          return err(invalidFields(...others, { field: 'track', code: 'REQUIRED' }))
        }
        const described = yield* comment
        const { id, post } = yield* deps.unitOfWork.run(({ posts, comments }) =>
          safeTry(async function* () {
            const found = yield* posts.byId(postId)
            return found === null
              ? err(postNotFound(postId))
              : comments.nextId().map((next) => ({ id: next, post: found }))
          }),
        )
        const recording = yield* inspectUpload(deps, upload)
        const track = placeRecording(recording, { author: post.authorId, post: postId, name: `comment_${id}` })
        const created = { ...described, id, postId, authorId: author, track, createdAt: deps.clock.now() }
        return placeUploads(deps, [{ file: upload, path: track.path }], () =>
          deps.unitOfWork.run(({ users, posts, comments, jobs, idempotentRequests }) =>
            safeTry(async function* () {
              if ((yield* posts.byId(postId)) === null) return err(postNotFound(postId))
              yield* activeAuthor({ users }, author)
              yield* comments.add(created)
              yield* jobs.add({ type: 'ingest-track', postId, commentId: id })
              return finishIdempotentRequest({ idempotentRequests }, idempotentRequest, id)
            }),
          ),
        ).map(() => id)
      }),
    )
