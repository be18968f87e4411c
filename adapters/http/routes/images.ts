import { z } from '@hono/zod-openapi'
import type { VisibleUser } from '#application/account/user-view.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { path } from '../presenters/shared-schemas.ts'
import { json } from '../reply/reply.ts'
import { uncheckedImage } from '../endpoint/wire-names.ts'

/** Refusals of every endpoint that accepts an image. */
export const IMAGE_REFUSALS = ['ImageUnsupported', 'ImageUndecodable', 'ImageTooLarge', 'TooLarge'] as const

const picturesSchema = z
  .object({ profile_img: path.nullable(), profile_bg: path.nullable() })
  .openapi('Pictures', { description: 'Replace _400.webp at the end of profile_img by _200.webp for the smaller size' })

const presentPictures = ({ picture, background }: VisibleUser): z.infer<typeof picturesSchema> => ({
  profile_img: picture,
  profile_bg: background,
})

const pictures = [{ status: 200, description: 'The pictures', schema: picturesSchema }] as const

/** The two apps spell it differently. */
const PATHS = ['/user/{id}/profile_img', '/user/{id}/profile-img'] as const

/** A user's pictures. */
export const images = ({ soundhub }: Pick<HttpDependencies, 'soundhub'>, endpoint: Endpoint): void => {
  const shown = (id: VisibleUser['id']) => soundhub.users.read(id, null).map((user) => json(200, presentPictures(user)))

  for (const at of PATHS) {
    endpoint(
      {
        methods: ['get'],
        path: at,
        tag: 'users',
        summary: 'Get the pictures of a user',
        access: 'anyone',
        id: 'UserId',
        answers: pictures,
        refuses: ['UserNotFound'],
      },
      ({ id }) => shown(id),
    )

    endpoint(
      {
        methods: ['post', 'patch'],
        path: at,
        tag: 'users',
        summary: 'Change my pictures; a field that is not sent stays, an empty text removes the picture',
        access: 'user',
        id: 'UserId',
        body: { profile_img: FORM.image.optional(), profile_bg: FORM.image.optional() },
        files: ['profile_img', 'profile_bg'],
        answers: pictures,
        refuses: ['UserNotFound', 'NotTheOwner', 'InvalidFields', ...IMAGE_REFUSALS],
      },
      ({ id, session, form, files }) =>
        soundhub.users
          .changePictures({
            id,
            editor: session.userId,
            picture: uncheckedImage(form.profile_img, files.profile_img),
            background: uncheckedImage(form.profile_bg, files.profile_bg),
          })
          .andThen(() => shown(id)),
    )

    endpoint(
      {
        methods: ['delete'],
        path: at,
        tag: 'users',
        summary: 'Remove both my pictures',
        access: 'user',
        id: 'UserId',
        answers: pictures,
        refuses: ['UserNotFound', 'NotTheOwner', 'InvalidFields', ...IMAGE_REFUSALS],
      },
      ({ id, session }) =>
        soundhub.users
          .changePictures({ id, editor: session.userId, picture: null, background: null })
          .andThen(() => shown(id)),
    )
  }
}
