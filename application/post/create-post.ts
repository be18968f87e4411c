import { err, safeTry } from 'neverthrow'
import type { IdempotencyKeyInUse, RunningRun } from '#domain/idempotency/run.ts'
import { type DescriptionForm, parseDescription } from '#domain/post/post.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { placeRecording } from '#domain/track/track.ts'
import { finishRun } from '../shared/finish-run.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/world.ts'
import type { StagedFile } from '../track/files.ts'
import { inspectUpload, type InspectUploadAsks, type UploadRefusal } from '../track/inspect-upload.ts'
import { discardingUpload, placeUpload, type PlaceUploadAsks } from '../track/place-upload.ts'

/** What posting needs. */
export type CreatePostAsks = InspectUploadAsks &
  PlaceUploadAsks & {
    readonly unitOfWork: UnitOfWorkOn<'posts' | 'runs'>
    readonly clock: Clock
  }

/** Somebody posts a track. */
export type CreatePost = {
  readonly author: UserId
  readonly form: DescriptionForm
  /** The author's track; it is taken over and discarded whatever becomes of it. */
  readonly upload: StagedFile | undefined
  /** What is finished with it, where it is to be posted once. */
  readonly run?: RunningRun | null
}

/** Posts a track. The upload is decoded to its end before the post is there. */
export const createPost =
  (asks: CreatePostAsks) =>
  ({
    author,
    form,
    upload,
    run = null,
  }: CreatePost): Outcome<PostId, InvalidFields | UploadRefusal | IdempotencyKeyInUse> =>
    discardingUpload(asks, upload, () =>
      safeTry(async function* () {
        const description = parseDescription(form)
        if (upload === undefined) {
          const others = description.isErr() ? description.error.faults : []
          return err(invalidFields(...others, { field: 'author_track', code: 'REQUIRED' }))
        }
        const described = yield* description
        const recording = yield* inspectUpload(asks, upload)
        const id = yield* asks.unitOfWork.run(({ posts }) => posts.nextId())
        const track = placeRecording(recording, { author, post: id, name: 'track' })
        const post = { ...described, id, authorId: author, track, master: null, createdAt: asks.clock.now() }
        return placeUpload(asks, upload, track, () =>
          asks.unitOfWork.run(({ posts, runs }) => posts.add(post).andThen(() => finishRun({ runs }, run, id))),
        ).map(() => id)
      }),
    )
