import type { Result } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { WaveformFormat } from '#application/track/read-waveform.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { readWord } from '../endpoint/ordering.ts'
import { storedFile } from '../reply/stored-file.ts'

const waveformSchema = z
  .object({
    sample_rate: z.literal(SAMPLE_RATE),
    length_samples: z.int().min(0),
    pairs: z
      .array(z.number().min(-1).max(1))
      .openapi({ description: 'Minimum, maximum, minimum, maximum …, 1,800 pairs at most' }),
  })
  .openapi('Waveform')

const BINARY = 'application/octet-stream'

const QUERY = {
  format: z
    .enum(['json', 'dat'])
    .optional()
    .openapi({ description: '`dat` is the binary format of audiowaveform: 8 bit, 256 samples a pixel' }),
}

const ANSWERS = [
  { status: 200, description: 'The waveform', schema: waveformSchema, others: [BINARY] },
  { status: 206, description: 'A byte range of it', others: ['application/json', BINARY] },
  { status: 304, description: 'Not modified' },
] as const

const FORMATS: Readonly<Record<WaveformFormat, WaveformFormat>> = { json: 'json', dat: 'dat' }

/** What the query asks for, or else what the client accepts. */
const formatOf = (context: HttpContext, asked: unknown): Result<WaveformFormat, InvalidFields> =>
  readWord('format', asked, FORMATS).map(
    (format) => format ?? ((context.req.header('Accept') ?? '').includes(BINARY) ? 'dat' : 'json'),
  )

/** The peaks that draw a track. */
export const waveforms = (deps: HttpDependencies, endpoint: Endpoint): void => {
  const { posts, comments } = deps.soundhub
  // The same address is another file once the track is decoded anew, and either form of it.
  const serve = (context: HttpContext, path: MediaPath) =>
    storedFile(deps, context, path, { cached: 'no-cache', vary: 'Accept', download: undefined })

  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}/waveform',
      tag: 'posts',
      summary: 'Read the waveform of a post’s track',
      access: 'anyone',
      id: 'PostId',
      query: QUERY,
      answers: ANSWERS,
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'TrackProcessing',
        'TrackFailed',
        'MediaNotFound',
        'RangeNotSatisfiable',
      ],
    },
    ({ context, id, query }) =>
      formatOf(context, query.format).asyncAndThen((format) =>
        posts.waveform(id, format).andThen((path) => serve(context, path)),
      ),
  )

  endpoint(
    {
      methods: ['get'],
      path: '/post/comment/{id}/waveform',
      tag: 'comments',
      summary: 'Read the waveform of a comment’s track',
      access: 'anyone',
      id: 'CommentId',
      query: QUERY,
      answers: ANSWERS,
      refuses: [
        'InvalidFields',
        'CommentNotFound',
        'TrackProcessing',
        'TrackFailed',
        'MediaNotFound',
        'RangeNotSatisfiable',
      ],
    },
    ({ context, id, query }) =>
      formatOf(context, query.format).asyncAndThen((format) =>
        comments.waveform(id, format).andThen((path) => serve(context, path)),
      ),
  )
}
