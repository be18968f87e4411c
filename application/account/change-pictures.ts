import { err, safeTry } from 'neverthrow'
import { type NotTheOwner, onlyTheOwner } from '#domain/account/profile.ts'
import type { ActiveUser, Pictures } from '#domain/account/user.ts'
import { type ImageChange, NAME_BYTES, parseImageChange, profileImagePaths } from '#domain/image/image.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import {
  type ImageRefusal,
  type ImageUpload,
  type PrepareImageDependencies,
  withImages,
} from '../image/prepare-image.ts'
import { removeReplaced } from '../image/remove-replaced.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type UserNotFound, userNotFound } from './user-not-found.ts'
import type { Chance } from '../shared/system.ts'
import type { StagedFile } from '../track/files.ts'
import { discardingUploads, type PlaceUploadDependencies, placeUploads } from '../track/place-upload.ts'
import { lockedUser } from './locked-user.ts'

/** What changing pictures needs. */
export type ChangePicturesDependencies = PrepareImageDependencies &
  PlaceUploadDependencies & { readonly unitOfWork: UnitOfWorkOn<'users' | 'jobs'>; readonly chance: Chance }

/** Somebody's pictures and who changes them. An upload takes the place of what is there; an empty field removes it. */
export type ChangePictures = {
  readonly id: UserId
  readonly editor: UserId
  readonly form: { readonly profile_img?: unknown; readonly profile_bg?: unknown }
  /** Taken over and discarded whatever becomes of them. */
  readonly uploads: { readonly profile_img?: StagedFile | undefined; readonly profile_bg?: StagedFile | undefined }
}

const FIELDS = ['profile_img', 'profile_bg'] as const

type ImageChanges = Readonly<Record<(typeof FIELDS)[number], ImageChange>>

const owned = (
  { users }: Pick<Transaction, 'users'>,
  { id, editor }: ChangePictures,
): Outcome<ActiveUser, UserNotFound | NotTheOwner> =>
  safeTry(async function* () {
    const user = yield* lockedUser({ users }, id)
    if (user?.state !== 'active') return err(userNotFound(id))
    return onlyTheOwner(id, editor).map(() => user)
  })

const imagesOf = ({ chance }: ChangePicturesDependencies, { id, uploads }: ChangePictures): readonly ImageUpload[] =>
  FIELDS.flatMap((field) => {
    const upload = uploads[field]
    if (upload === undefined) return []
    return [{ field, upload, paths: profileImagePaths(id, field, chance.bytes(NAME_BYTES)) }]
  })

const picturesOf = (user: Pictures, images: readonly ImageUpload[], imageChanges: ImageChanges): Pictures => {
  const arrived = (field: keyof ImageChanges) => images.find((image) => image.field === field)?.paths[0]
  return {
    picture: arrived('profile_img') ?? (imageChanges.profile_img === 'goes' ? null : user.picture),
    background: arrived('profile_bg') ?? (imageChanges.profile_bg === 'goes' ? null : user.background),
  }
}

/** Changes the pictures that were sent; the files of the old ones follow by a job. */
export const changePictures =
  (deps: ChangePicturesDependencies) =>
  (change: ChangePictures): Outcome<void, UserNotFound | NotTheOwner | InvalidFields | ImageRefusal> =>
    discardingUploads(deps, Object.values(change.uploads), () =>
      safeTry(async function* () {
        yield* deps.unitOfWork.run((transaction) => owned(transaction, change))
        const imageChanges = yield* parseForm({
          profile_img: parseImageChange(change.form.profile_img),
          profile_bg: parseImageChange(change.form.profile_bg),
        })
        const images = imagesOf(deps, change)
        const save = () =>
          deps.unitOfWork.run((transaction) =>
            safeTry(async function* () {
              const user = yield* owned(transaction, change)
              const pictures = picturesOf(user, images, imageChanges)
              yield* transaction.users.setPictures(change.id, pictures)
              yield* removeReplaced(transaction, user.picture, pictures.picture)
              return removeReplaced(transaction, user.background, pictures.background)
            }),
          )
        return withImages(deps, images, (placements) => placeUploads(deps, placements, save))
      }),
    )
