import { err, ok, type Result } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { UserId } from '#domain/shared/id.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import { OFFSET_TYPE, rawBody } from '../body/body.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { uncheckedLength } from '../endpoint/wire-names.ts'
import { presentUpload, tusHeaders, uploadSchema } from '../presenters/upload.ts'
import { TUS_VERSION } from '../problems/upload-problems.ts'
import type { RefusalOf } from '../refusals.ts'
import { json, respond } from '../reply/reply.ts'
import { publicUrlOf } from '../urls.ts'

const VERSION = {
  'Tus-Resumable': z
    .string()
    .optional()
    .openapi({ description: `If sent: ${TUS_VERSION}` }),
}

const bytes = (description: string) =>
  z.unknown().openapi({ type: 'integer', minimum: 0, description, param: { required: true } })

const DESCRIPTION =
  'The core of tus 1.0.0 (https://tus.io) with creation, expiration and termination. Parts may be of any size; what arrives of one that breaks off stays. An upload is kept for a day, on the server that began it.'

const text = (description: string) => ({ description, schema: { type: 'string' as const } })
const HEADERS = {
  'Tus-Resumable': text(TUS_VERSION),
  'Upload-Offset': text('How many bytes are there'),
  'Upload-Length': text('How many there will be'),
  'Upload-Expires': text('It is kept until then'),
}

const spoken = (context: HttpContext): Result<null, RefusalOf<'UploadVersionUnsupported'>> => {
  const version = context.req.header('Tus-Resumable')
  return version === undefined || version === TUS_VERSION ? ok(null) : err({ type: 'UploadVersionUnsupported' })
}

/** The upload of the path. What is no id names none, which the core says. */
const uploadIn = (context: HttpContext, owner: UserId) => ({ id: context.req.param('upload') ?? '', owner })

const offsetIn = (context: HttpContext): Result<number, InvalidFields> => {
  const raw = context.req.header('Upload-Offset')
  if (raw === undefined) return err(invalidFields({ field: 'uploadOffset', code: 'REQUIRED' }))
  return /^\d{1,15}$/.test(raw)
    ? ok(Number(raw))
    : err(invalidFields({ field: 'uploadOffset', code: 'MALFORMED', expected: 'a whole number' }))
}

/** Files that arrive in parts, so that a broken connection costs only what was on its way. */
export const uploads = (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  endpoint: Endpoint,
): void => {
  endpoint(
    {
      methods: ['post'],
      path: '/uploads',
      tag: 'uploads',
      summary: 'Begin to send a file in parts',
      description: DESCRIPTION,
      access: 'user',
      headers: { ...VERSION, 'Upload-Length': bytes('How many bytes the file has') },
      answers: [{ status: 201, description: 'The upload, at `Location`', schema: uploadSchema, headers: HEADERS }],
      refuses: ['InvalidFields', 'TooLarge', 'UploadVersionUnsupported'],
    },
    ({ context, session }) =>
      spoken(context)
        .asyncAndThen(() =>
          soundhub.uploads.begin({
            owner: session.userId,
            length: uncheckedLength(context.req.header('Upload-Length')),
            maximumBytes: settings.maximumUploadBytes,
          }),
        )
        .map((upload) =>
          json(201, presentUpload(upload), {
            ...tusHeaders(upload),
            Location: publicUrlOf(settings, `/uploads/${upload.id}`),
          }),
        ),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/uploads/{upload}',
      tag: 'uploads',
      summary: 'See how far an upload of mine is; HEAD says it in headers alone',
      access: 'user',
      headers: VERSION,
      answers: [{ status: 200, description: 'The upload', schema: uploadSchema, headers: HEADERS }],
      refuses: ['UploadNotFound', 'UploadVersionUnsupported'],
    },
    ({ context, session }) =>
      spoken(context)
        .asyncAndThen(() => soundhub.uploads.read(uploadIn(context, session.userId)))
        .map((upload) => json(200, presentUpload(upload), tusHeaders(upload))),
  )

  endpoint(
    {
      methods: ['patch'],
      path: '/uploads/{upload}',
      tag: 'uploads',
      summary: 'Send the next part of an upload',
      access: 'user',
      headers: { ...VERSION, 'Upload-Offset': bytes('Where the part begins: where the upload ended') },
      streams: OFFSET_TYPE,
      answers: [{ status: 204, description: 'All of it is there', headers: HEADERS }],
      refuses: [
        'UploadNotFound',
        'UploadOffsetDiffers',
        'UploadOverrun',
        'UploadVersionUnsupported',
        'InvalidFields',
        'BodyMalformed',
        'MediaTypeUnsupported',
      ],
    },
    ({ context, session }) =>
      spoken(context)
        .andThen(() => offsetIn(context))
        .andThen((offset) => rawBody(context, OFFSET_TYPE).map((body) => ({ offset, body })))
        .asyncAndThen(({ offset, body }) =>
          soundhub.uploads.append({ ...uploadIn(context, session.userId), offset }, body),
        )
        .map((upload) => respond(204, null, tusHeaders(upload))),
  )

  endpoint(
    {
      methods: ['delete'],
      path: '/uploads/{upload}',
      tag: 'uploads',
      summary: 'Drop an upload of mine, whole or not',
      access: 'user',
      headers: VERSION,
      answers: [{ status: 204, description: 'Dropped' }],
      refuses: ['UploadNotFound', 'UploadVersionUnsupported'],
    },
    ({ context, session }) =>
      spoken(context)
        .asyncAndThen(() => soundhub.uploads.drop(uploadIn(context, session.userId)))
        .map(() => respond(204, null, { 'Tus-Resumable': TUS_VERSION })),
  )
}
