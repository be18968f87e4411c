import { wireName } from '../endpoint/wire-names.ts'
import type { RowsOf } from './row.ts'

const megapixels = (pixels: number): string => `${Number((pixels / 1_000_000).toFixed(1))}`

/** Refusals about images. */
export const IMAGE_PROBLEMS: RowsOf<'ImageUnsupported' | 'ImageUndecodable' | 'ImageTooLarge'> = {
  ImageUnsupported: {
    status: 422,
    field: ({ field }) => wireName(field),
    code: 'IMAGE_UNSUPPORTED',
    en: () => 'This image format is not supported. Please send JPEG, PNG, WebP, GIF or AVIF.',
    ko: () => '지원하지 않는 형식입니다. JPEG, PNG, WebP, GIF, AVIF 이미지를 올려 주세요.',
  },
  ImageUndecodable: {
    status: 422,
    field: ({ field }) => wireName(field),
    code: 'IMAGE_UNDECODABLE',
    en: () => 'This image cannot be read: it is damaged or incomplete.',
    ko: () => '이미지를 읽을 수 없습니다. 손상되었거나 일부만 전송되었습니다.',
  },
  ImageTooLarge: {
    status: 422,
    field: ({ field }) => wireName(field),
    code: 'IMAGE_TOO_LARGE',
    en: ({ claimed: { width, height }, maximumPixels }) =>
      `A picture may have at most ${megapixels(maximumPixels)} megapixels; this one has ${width} × ${height} pixels.`,
    ko: ({ claimed: { width, height }, maximumPixels }) =>
      `이미지는 최대 ${megapixels(maximumPixels)}메가픽셀까지 올릴 수 있습니다. 이 이미지는 ${width} × ${height} 픽셀입니다.`,
  },
}
