import { err, safeTry } from 'neverthrow'
import { NAME_BYTES, parseImageChange, postImagePaths } from '#domain/image/image.ts'
import {
  changeDescription,
  type DescriptionForm,
  type NotThePostAuthor,
  onlyThePostAuthor,
  type Post,
} from '#domain/post/post.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { type ImageRefusal, type PrepareImageDependencies, withImages } from '../image/prepare-image.ts'
import { removeReplaced } from '../image/remove-replaced.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from './post-not-found.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance } from '../shared/system.ts'
import type { StagedFile } from '../track/staging-and-blob-store.ts'
import { discardingUpload, type PlaceUploadDependencies, placeUploads } from '../track/place-upload.ts'

/** What changing a post needs. */
export type EditPostDependencies = PlaceUploadDependencies &
  PrepareImageDependencies & { readonly unitOfWork: UnitOfWorkOn<'posts' | 'jobs'>; readonly chance: Chance }

/** Somebody changes this post. */
export type EditPost = Partial<DescriptionForm> & {
  readonly id: PostId
  readonly editor: UserId
  /** Its new picture, from `uploads.receive`: the staged file is discarded in any case. `null` removes the old one. */
  readonly image?: StagedFile | null | undefined
}

type Refusal = PostNotFound | NotThePostAuthor | InvalidFields

/** The post, locked, and what it becomes, apart from its picture. */
const described = (
  { posts }: Pick<Transaction, 'posts'>,
  { id, editor, image, ...changes }: EditPost,
): Outcome<{ readonly post: Post; readonly changed: Post }, Refusal> =>
  safeTry(async function* () {
    const post = yield* posts.byId(id)
    if (post === null) return err(postNotFound(id))
    const changed = yield* changeDescription(yield* onlyThePostAuthor(post, editor), changes)
    return parseForm({ image: parseImageChange(image) }).map(() => ({ post, changed }))
  })

/** Changes the given fields. The track stays, because others have answered it. */
export const editPost =
  (deps: EditPostDependencies) =>
  (edit: EditPost): Outcome<void, Refusal | ImageRefusal> => {
    const save = (picture: MediaPath | null): Outcome<void, Refusal> =>
      deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const { post, changed } = yield* described(transaction, edit)
          const image = picture ?? (edit.image === null ? null : post.image)
          yield* transaction.posts.save({ ...changed, image })
          return removeReplaced(transaction, post.image, image)
        }),
      )
    const { image: upload } = edit
    return discardingUpload(deps, upload, () =>
      safeTry(async function* () {
        if (upload === undefined || upload === null) return save(null)
        const { post } = yield* deps.unitOfWork.run((transaction) => described(transaction, edit))
        const paths = postImagePaths(post.authorId, post.id, deps.chance.bytes(NAME_BYTES))
        return withImages(deps, [{ field: 'image', upload, paths }], (placements) =>
          placeUploads(deps, placements, () => save(paths[0])),
        )
      }),
    )
  }
