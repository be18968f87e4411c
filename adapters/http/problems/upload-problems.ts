import type { RowsOf } from './row.ts'

/** The one version of tus that is spoken. */
export const TUS_VERSION = '1.0.0'

const SPOKEN = { 'Tus-Resumable': TUS_VERSION }

/** Where the upload ended, so that a client may go on without asking. */
const whereItEnded = ({ offset }: { readonly offset: number }) => ({
  ...SPOKEN,
  'Upload-Offset': String(offset),
  'Cache-Control': 'no-store',
})

/** Refusals about uploads that arrive in parts. */
export const UPLOAD_PROBLEMS: RowsOf<
  'UploadNotFound' | 'UploadOffsetDiffers' | 'UploadOverrun' | 'UploadIncomplete' | 'UploadVersionUnsupported'
> = {
  UploadNotFound: {
    status: 404,
    code: 'UPLOAD_NOT_FOUND',
    en: () => 'This upload is not here any more. Please begin it anew.',
    ko: () => '업로드가 더 이상 여기에 없습니다. 처음부터 다시 올려 주세요.',
    headers: () => SPOKEN,
  },
  UploadOffsetDiffers: {
    status: 409,
    code: 'UPLOAD_OFFSET_DIFFERS',
    en: ({ offset }) => `This upload goes on at byte ${offset}.`,
    ko: ({ offset }) => `업로드는 ${offset}바이트부터 이어집니다.`,
    headers: whereItEnded,
    extra: ({ offset }) => ({ offset }),
  },
  UploadOverrun: {
    status: 413,
    code: 'UPLOAD_OVERRUN',
    en: ({ length }) => `This upload was announced with ${length} bytes, and more were sent.`,
    ko: ({ length }) => `처음에 알린 크기는 ${length}바이트인데 더 많이 보냈습니다.`,
    headers: () => SPOKEN,
  },
  UploadIncomplete: {
    status: 409,
    code: 'UPLOAD_INCOMPLETE',
    en: ({ offset, length }) => `Only ${offset} of ${length} bytes of this upload are here.`,
    ko: ({ offset, length }) => `업로드한 ${length}바이트 중 ${offset}바이트만 도착했습니다.`,
    headers: whereItEnded,
    extra: ({ offset }) => ({ offset }),
  },
  UploadVersionUnsupported: {
    status: 412,
    code: 'UPLOAD_VERSION_UNSUPPORTED',
    en: () => `Uploads in parts speak tus ${TUS_VERSION} here.`,
    ko: () => `나누어 올리기는 tus ${TUS_VERSION}만 지원합니다.`,
    headers: () => ({ ...SPOKEN, 'Tus-Version': TUS_VERSION }),
  },
}
