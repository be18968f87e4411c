import { err, ok, type Result } from 'neverthrow'
import type { PostId, UserId } from '../shared/id.ts'
import { mediaPath, type MediaPath, profilePath } from '../track/track.ts'

/** What an upload may be. An SVG is a program and no picture; HEIC cannot be read without its patents. */
export const IMAGE_FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const
export type ImageFormat = (typeof IMAGE_FORMATS)[number]

/**
 * What every picture is kept as. A photo in it is a tenth of the same photo as PNG, which counts where a list shows many,
 * and what shines through still does.
 */
export const STORED_IMAGE_FORMAT = 'webp'

/** Width and height in pixels. */
export type Size = { readonly width: number; readonly height: number }

/** What an upload says of itself in its header; nothing is decoded to know it. */
export type ImageClaim = Size & { readonly format: ImageFormat }

/** The most pixels an upload may claim to have: 40 megapixels. */
export const MAX_PIXELS = 40_000_000

/** The most bytes an upload may have: a photo of 40 megapixels at its best, and it is held in memory. */
export const MAX_IMAGE_BYTES = 20_000_000

/** The pictures there are: a person's own, the one behind their page, and a post's. */
export const IMAGE_FIELDS = ['picture', 'background', 'image'] as const
export type ImageField = (typeof IMAGE_FIELDS)[number]

/** What the name of each kind of file begins with. Stored paths have it, so it never changes. */
const FILE_PREFIXES: Readonly<Record<ImageField, string>> = {
  picture: 'profile_img',
  background: 'profile_bg',
  image: 'post_img',
}

/** The sizes each is cropped to fill. The first is the one that is shown; {@link companionFiles} tells where the others lie. */
export const IMAGE_SIZES: Readonly<Record<ImageField, readonly [Size, ...Size[]]>> = {
  picture: [
    { width: 400, height: 400 },
    { width: 200, height: 200 },
  ],
  background: [{ width: 750, height: 422 }],
  image: [{ width: 750, height: 750 }],
}

/** The upload is none of {@link IMAGE_FORMATS}. */
export type ImageUnsupported = { readonly type: 'ImageUnsupported'; readonly field: ImageField }
/** The upload is damaged or broken off, or takes too long to read. */
export type ImageUndecodable = { readonly type: 'ImageUndecodable'; readonly field: ImageField }
/** The upload claims more pixels than {@link MAX_PIXELS}. */
export type ImageTooLarge = {
  readonly type: 'ImageTooLarge'
  readonly field: ImageField
  readonly claimed: Size
  readonly maximumPixels: number
}

/** Whether what an upload claims to be may be decoded. */
export const checkClaim = (
  claim: ImageClaim | null,
  field: ImageField,
): Result<ImageClaim, ImageUnsupported | ImageTooLarge> => {
  if (claim === null) return err({ type: 'ImageUnsupported', field })
  const { width, height } = claim
  return width * height > MAX_PIXELS
    ? err({ type: 'ImageTooLarge', field, claimed: { width, height }, maximumPixels: MAX_PIXELS })
    : ok(claim)
}

/** Bytes of chance in a file name: no upload is ever called like another, so whoever has a file never asks for it again. */
export const NAME_BYTES = 8

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const fileName = (field: ImageField, drawn: Uint8Array, { width }: Size): string =>
  `${FILE_PREFIXES[field]}_${hexOf(drawn)}_${width}.${STORED_IMAGE_FORMAT}`

/** Where the pictures of a person lie, one path for each size of the field, the shown one first. */
export const profileImagePaths = (
  owner: UserId,
  field: Exclude<ImageField, 'image'>,
  drawn: Uint8Array,
): readonly [MediaPath, ...MediaPath[]] => {
  const [shown, ...others] = IMAGE_SIZES[field]
  const at = (size: Size) => profilePath(owner, fileName(field, drawn, size))
  return [at(shown), ...others.map(at)]
}

/** Where the picture of a post lies. */
export const postImagePaths = (
  author: UserId,
  post: PostId,
  drawn: Uint8Array,
): readonly [MediaPath, ...MediaPath[]] => [
  mediaPath(author, post, fileName('image', drawn, IMAGE_SIZES.image[0])),
]

const LARGE_PROFILE_IMAGE = /(\/profile_img_[0-9a-f]+_)400(\.webp)$/
const SMALL_PROFILE_IMAGE = /(\/profile_img_[0-9a-f]+_)200(\.webp)$/

/** What lies beside a file and comes and goes with it: a profile picture of 400 × 400 has one of 200 × 200 beside it. */
export const companionFiles = (path: MediaPath): readonly MediaPath[] =>
  LARGE_PROFILE_IMAGE.test(path) ? [path.replace(LARGE_PROFILE_IMAGE, '$1200$2') as MediaPath] : []

/** The file that is named where this one lies beside it; any other is named itself. */
export const primaryFile = (path: MediaPath): MediaPath => path.replace(SMALL_PROFILE_IMAGE, '$1400$2') as MediaPath
