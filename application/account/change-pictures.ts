import { err, safeTry } from 'neverthrow'
import { type NotTheOwner, onlyTheOwner } from '#domain/account/profile.ts'
import type { ActiveUser, Pictures } from '#domain/account/user.ts'
import { NAME_BYTES, parseImageChange, profileImagePaths } from '#domain/image/image.ts'
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
import type { StagedFile } from '../track/staging-and-blob-store.ts'
import { discardingUploads, type PlaceUploadDependencies, placeUploads } from '../track/place-upload.ts'
import { lockedUser } from './locked-user.ts'

/** What changing pictures needs. */
export type ChangePicturesDependencies = PrepareImageDependencies &
  PlaceUploadDependencies & { readonly unitOfWork: UnitOfWorkOn<'users' | 'jobs'>; readonly chance: Chance }

/**
 * Somebody's pictures and who changes them. A staged file, from `uploads.receive`, takes the place of what is there and is
 * discarded in any case; `null` removes the picture; one that is left out stays.
 */
export type ChangePictures = {
  readonly id: UserId
  readonly editor: UserId
  readonly picture?: StagedFile | null | undefined
  readonly background?: StagedFile | null | undefined
}

const FIELDS = ['picture', 'background'] as const

const owned = (
  { users }: Pick<Transaction, 'users'>,
  { id, editor }: ChangePictures,
): Outcome<ActiveUser, UserNotFound | NotTheOwner> =>
  safeTry(async function* () {
    const user = yield* lockedUser({ users }, id)
    if (user?.state !== 'active') return err(userNotFound(id))
    return onlyTheOwner(id, editor).map(() => user)
  })

const imagesOf = ({ chance }: ChangePicturesDependencies, change: ChangePictures): readonly ImageUpload[] =>
  FIELDS.flatMap((field) => {
    const upload = change[field]
    if (upload === undefined || upload === null) return []
    return [{ field, upload, paths: profileImagePaths(change.id, field, chance.bytes(NAME_BYTES)) }]
  })

const picturesOf = (user: Pictures, images: readonly ImageUpload[], change: ChangePictures): Pictures => {
  const now = (field: (typeof FIELDS)[number]) =>
    images.find((image) => image.field === field)?.paths[0] ?? (change[field] === null ? null : user[field])
  return { picture: now('picture'), background: now('background') }
}

/** Changes the given pictures. A job removes the files of the old ones. */
export const changePictures =
  (deps: ChangePicturesDependencies) =>
  (change: ChangePictures): Outcome<void, UserNotFound | NotTheOwner | InvalidFields | ImageRefusal> =>
    discardingUploads(deps, [change.picture, change.background], () =>
      safeTry(async function* () {
        yield* deps.unitOfWork.run((transaction) => owned(transaction, change))
        yield* parseForm({ picture: parseImageChange(change.picture), background: parseImageChange(change.background) })
        const images = imagesOf(deps, change)
        const save = () =>
          deps.unitOfWork.run((transaction) =>
            safeTry(async function* () {
              const user = yield* owned(transaction, change)
              const pictures = picturesOf(user, images, change)
              yield* transaction.users.setPictures(change.id, pictures)
              yield* removeReplaced(transaction, user.picture, pictures.picture)
              return removeReplaced(transaction, user.background, pictures.background)
            }),
          )
        return withImages(deps, images, (placements) => placeUploads(deps, placements, save))
      }),
    )
