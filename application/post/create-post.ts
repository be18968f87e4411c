import { err, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { IdempotencyKeyInUse, RunningRun } from '#domain/idempotency/run.ts'
import { NAME_BYTES, postImagePaths } from '#domain/image/image.ts'
import { type DescriptionForm, parseDescription } from '#domain/post/post.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { placeRecording } from '#domain/track/track.ts'
import { activeMaker } from '../shared/active-maker.ts'
import { finishRun } from '../shared/finish-run.ts'
import { type ImageRefusal, type PrepareImageAsks, withImages } from '../image/prepare-image.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock } from '../shared/world.ts'
import type { StagedFile } from '../track/files.ts'
import { inspectUpload, type InspectUploadAsks, type UploadRefusal } from '../track/inspect-upload.ts'
import { discardingUploads, type PlaceUploadAsks, placeUploads } from '../track/place-upload.ts'
import { parsePostImage } from './post-image.ts'

/** What posting needs. */
export type CreatePostAsks = InspectUploadAsks &
  PlaceUploadAsks &
  PrepareImageAsks & {
    readonly unitOfWork: UnitOfWorkOn<'users' | 'posts' | 'runs'>
    readonly clock: Clock
    readonly chance: Chance
  }

/** Somebody posts a track. */
export type CreatePost = {
  readonly author: UserId
  readonly form: DescriptionForm & { readonly post_img?: unknown }
  /** The author's track; it is taken over and discarded whatever becomes of it. */
  readonly upload: StagedFile | undefined
  /** The picture, if there is to be one; likewise. */
  readonly image?: StagedFile | undefined
  /** What is finished with it, where it is to be posted once. */
  readonly run?: RunningRun | null
}

/** Posts a track. The upload is decoded to its end before the post is there, and so is its picture. */
export const createPost =
  (asks: CreatePostAsks) =>
  ({
    author,
    form,
    upload,
    image,
    run = null,
  }: CreatePost): Outcome<
    PostId,
    InvalidFields | UploadRefusal | ImageRefusal | NotAuthenticated | IdempotencyKeyInUse
  > =>
    discardingUploads(asks, [upload, image], () =>
      safeTry(async function* () {
        const description = parseDescription(form)
        if (upload === undefined) {
          const others = description.isErr() ? description.error.faults : []
          return err(invalidFields(...others, { field: 'author_track', code: 'REQUIRED' }))
        }
        const described = yield* description
        yield* parsePostImage(form)
        const recording = yield* inspectUpload(asks, upload)
        const id = yield* asks.unitOfWork.run(({ posts }) => posts.nextId())
        const track = placeRecording(recording, { author, post: id, name: 'track' })
        const paths = image === undefined ? [] : postImagePaths(author, id, asks.chance.bytes(NAME_BYTES))
        const images = image === undefined ? [] : [{ field: 'post_img' as const, upload: image, paths }]
        const createdAt = asks.clock.now()
        const post = { ...described, id, authorId: author, track, master: null, image: paths[0] ?? null, createdAt }
        return withImages(asks, images, (pictures) =>
          placeUploads(asks, [{ file: upload, path: track.path }, ...pictures], () =>
            asks.unitOfWork.run(({ users, posts, runs }) =>
              activeMaker({ users }, author)
                .andThen(() => posts.add(post))
                .andThen(() => finishRun({ runs }, run, id)),
            ),
          ),
        ).map(() => id)
      }),
    )
