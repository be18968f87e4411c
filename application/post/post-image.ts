import type { Result } from 'neverthrow'
import { type ImageChange, parseImageChange } from '#domain/image/image.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'

/** What becomes of the picture that a post has, where the field came as text. */
export const parsePostImage = (form: { readonly post_img?: unknown }): Result<ImageChange, InvalidFields> =>
  parseForm({ post_img: parseImageChange(form.post_img) }).map(({ post_img: change }) => change)
