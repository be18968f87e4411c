import { err, safeTry } from 'neverthrow'
import type { NotAuthenticated } from '#domain/account/session.ts'
import type { IdempotencyKeyInUse, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import { NAME_BYTES, parseImageChange, postImagePaths } from '#domain/image/image.ts'
import { type DescriptionForm, parseDescription } from '#domain/post/post.ts'
import { type InvalidFields, invalidFields, parseForm } from '#domain/shared/fields.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { placeRecording } from '#domain/track/track.ts'
import { activeAuthor } from '../account/active-author.ts'
import { finishIdempotentRequest } from '../idempotency/finish-idempotent-request.ts'
import { type ImageRefusal, type PrepareImageDependencies, withImages } from '../image/prepare-image.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock } from '../shared/system.ts'
import type { StagedFile } from '../track/staging-and-blob-store.ts'
import { inspectUpload, type InspectUploadDependencies, type UploadRefusal } from '../track/inspect-upload.ts'
import { discardingUploads, type PlaceUploadDependencies, placeUploads } from '../track/place-upload.ts'

/** What posting needs. */
export type CreatePostDependencies = InspectUploadDependencies &
  PlaceUploadDependencies &
  PrepareImageDependencies & {
    readonly unitOfWork: UnitOfWorkOn<'users' | 'posts' | 'jobs' | 'idempotentRequests'>
    readonly clock: Clock
    readonly chance: Chance
  }

/** Somebody posts a track. */
export type CreatePost = DescriptionForm & {
  readonly author: UserId
  /** The author's track, from `uploads.receive`; whatever becomes of the post, the staged file is discarded. */
  readonly track: StagedFile | undefined
  /** The post's picture, if any. It is discarded likewise. */
  readonly image?: StagedFile | null | undefined
  /** The idempotent request that creating it completes, if the client sent a key. */
  readonly idempotentRequest?: RunningRequest | null
}

/** Creates a post. Track and picture are decoded completely before it is saved; a job then makes the track a stem. */
export const createPost =
  (deps: CreatePostDependencies) =>
  ({
    author,
    track: upload,
    image: picture = null,
    idempotentRequest = null,
    ...form
  }: CreatePost): Outcome<
    PostId,
    InvalidFields | UploadRefusal | ImageRefusal | NotAuthenticated | IdempotencyKeyInUse
  > =>
    discardingUploads(deps, [upload, picture], () =>
      safeTry(async function* () {
        const description = parseDescription(form)
        if (upload === undefined) {
          const others = description.isErr() ? description.error.faults : []
          return err(invalidFields(...others, { field: 'track', code: 'REQUIRED' }))
        }
        const described = yield* description
        const image = yield* parseForm({ image: parseImageChange(picture) }).map((parsed) => parsed.image ?? null)
        const recording = yield* inspectUpload(deps, upload)
        const id = yield* deps.unitOfWork.run(({ posts }) => posts.nextId())
        const track = placeRecording(recording, { author, post: id, name: 'track' })
        const paths = image === null ? [] : postImagePaths(author, id, deps.chance.bytes(NAME_BYTES))
        const images = image === null ? [] : [{ field: 'image' as const, upload: image, paths }]
        const createdAt = deps.clock.now()
        const post = { ...described, id, authorId: author, track, master: null, image: paths[0] ?? null, createdAt }
        return withImages(deps, images, (pictures) =>
          placeUploads(deps, [{ file: upload, path: track.path }, ...pictures], () =>
            deps.unitOfWork.run(({ users, posts, jobs, idempotentRequests }) =>
              activeAuthor({ users }, author)
                .andThen(() => posts.add(post))
                .andThen(() => jobs.add({ type: 'ingest-track', postId: id, commentId: null }))
                .andThen(() => finishIdempotentRequest({ idempotentRequests }, idempotentRequest, id)),
            ),
          ),
        ).map(() => id)
      }),
    )
