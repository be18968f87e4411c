import { err, ok, type Result } from 'neverthrow'
import type { Parsed } from '../shared/fields.ts'
import { hexOf } from '../shared/hex.ts'
import type { PostId, UserId } from '../shared/id.ts'
import { mediaPath, type MediaPath, profilePath } from '../track/track.ts'

/** The accepted formats. SVG can contain scripts, and HEIC is patented. */
export const IMAGE_FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const
export type ImageFormat = (typeof IMAGE_FORMATS)[number]

/**
 * The format pictures are stored in. A photo takes a tenth of its size as PNG, which matters in lists, and transparency
 * is kept.
 */
export const STORED_IMAGE_FORMAT = 'webp'

/** Width and height in pixels. */
export type Size = { readonly width: number; readonly height: number }

/** What the header of an image says, before anything is decoded. */
export type ImageClaim = Size & { readonly format: ImageFormat }

/** The most pixels an image may have: 40 megapixels. */
export const MAX_PIXELS = 40_000_000

/** The most bytes an image may have, because it is held in memory: a 40-megapixel photo in high quality. */
export const MAX_IMAGE_BYTES = 20_000_000

/** The pictures there are: a person's own, the one behind their page, and a post's. */
export const IMAGE_FIELDS = ['picture', 'background', 'image'] as const
export type ImageField = (typeof IMAGE_FIELDS)[number]

/** A picture as it is changed: a file takes its place, `null` removes it, and one that is left out stays. */
export const parseImageChange = <File extends object>(
  given: File | null | undefined,
): Parsed<File | null | undefined> =>
  given === undefined || (typeof given === 'object' && !Array.isArray(given))
    ? ok(given)
    : err({ code: 'MALFORMED', expected: 'a file, or an empty text that removes the picture' })

/** The prefix of each kind of file name. Stored paths contain it, so it never changes. */
const FILE_PREFIXES: Readonly<Record<ImageField, string>> = {
  picture: 'profile_img',
  background: 'profile_bg',
  image: 'post_img',
}

/**
 * The sizes each picture is cropped to. The first one is stored in the row; {@link companionFiles} names the others.
 */
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
/** The upload is damaged or incomplete, or takes too long to decode. */
export type ImageUndecodable = { readonly type: 'ImageUndecodable'; readonly field: ImageField }
/** The image has more pixels than {@link MAX_PIXELS}. */
export type ImageTooLarge = {
  readonly type: 'ImageTooLarge'
  readonly field: ImageField
  readonly claimed: Size
  readonly maximumPixels: number
}

/** Checks the header of an image before it is decoded. */
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

/** Random bytes in a file name. A name is never reused, so a file may be cached for ever. */
export const NAME_BYTES = 8

const fileName = (field: ImageField, drawn: Uint8Array, { width }: Size): string =>
  `${FILE_PREFIXES[field]}_${hexOf(drawn)}_${width}.${STORED_IMAGE_FORMAT}`

/** The paths of a user's picture, one per size, the main one first. */
export const profileImagePaths = (
  owner: UserId,
  field: Exclude<ImageField, 'image'>,
  drawn: Uint8Array,
): readonly [MediaPath, ...MediaPath[]] => {
  const [shown, ...others] = IMAGE_SIZES[field]
  const at = (size: Size) => profilePath(owner, fileName(field, drawn, size))
  return [at(shown), ...others.map(at)]
}

/** The path of a post's picture. */
export const postImagePaths = (
  author: UserId,
  post: PostId,
  drawn: Uint8Array,
): readonly [MediaPath, ...MediaPath[]] => [mediaPath(author, post, fileName('image', drawn, IMAGE_SIZES.image[0]))]

const LARGE_PROFILE_IMAGE = /(\/profile_img_[0-9a-f]+_)400(\.webp)$/
const SMALL_PROFILE_IMAGE = /(\/profile_img_[0-9a-f]+_)200(\.webp)$/

/** The files that accompany a file and are removed with it: a 400 × 400 profile picture has a 200 × 200 one. */
export const companionFiles = (path: MediaPath): readonly MediaPath[] =>
  LARGE_PROFILE_IMAGE.test(path) ? [path.replace(LARGE_PROFILE_IMAGE, '$1200$2') as MediaPath] : []

/** The file that a row references for this one: the main size of a smaller picture, or the file itself. */
export const primaryFile = (path: MediaPath): MediaPath => path.replace(SMALL_PROFILE_IMAGE, '$1400$2') as MediaPath
