import { z } from '@hono/zod-openapi'
import { UPLOAD_ID_PATTERN, type PartialUpload } from '#domain/track/partial-upload.ts'
import { TUS_VERSION } from '../problems/upload-problems.ts'
import type { Headers } from '../reply/reply.ts'
import { iso } from './iso.ts'
import { count, instant } from './shared-schemas.ts'

/** A file that arrives in parts. */
export const uploadSchema = z
  .object({
    id: z.string().regex(new RegExp(UPLOAD_ID_PATTERN)).openapi({ description: 'What `track_upload` names' }),
    offset: count.openapi({ description: 'How many bytes are there' }),
    length: count.openapi({ description: 'How many there will be' }),
    expires_at: instant,
  })
  .openapi('Upload')

export const presentUpload = ({ id, offset, length, expiresAt }: PartialUpload): z.infer<typeof uploadSchema> => ({
  id,
  offset,
  length,
  expires_at: iso(expiresAt),
})

/** The same as tus says it. */
export const tusHeaders = ({ offset, length, expiresAt }: PartialUpload): Headers => ({
  'Cache-Control': 'no-store',
  'Tus-Resumable': TUS_VERSION,
  'Upload-Offset': String(offset),
  'Upload-Length': String(length),
  'Upload-Expires': new Date(expiresAt).toUTCString(),
})
