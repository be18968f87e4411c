import type { Result } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { WaveformFormat, Waveform } from '#application/track/read-waveform.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { readWord } from '../endpoint/ordering.ts'
import { isKnown } from '../reply/etag.ts'
import { streamOf } from '../reply/media-stream.ts'
import { type Reply, respond } from '../reply/reply.ts'
import { known } from '../reply/send.ts'

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
const TYPES: Readonly<Record<WaveformFormat, string>> = { json: 'application/json', dat: BINARY }

const QUERY = {
  format: z
    .enum(['json', 'dat'])
    .optional()
    .openapi({ description: '`dat` is the binary format of audiowaveform: 8 bit, 256 samples a pixel' }),
}

const ANSWERS = [
  { status: 200, description: 'The waveform', schema: waveformSchema, others: [BINARY] },
  { status: 304, description: 'Not modified' },
] as const

const FORMATS: Readonly<Record<WaveformFormat, WaveformFormat>> = { json: 'json', dat: 'dat' }

/** What the query asks for, or else what the client accepts. */
const formatOf = (context: HttpContext, asked: unknown): Result<WaveformFormat, InvalidFields> =>
  readWord('format', asked, FORMATS).map(
    (format) => format ?? ((context.req.header('Accept') ?? '').includes(BINARY) ? 'dat' : 'json'),
  )

/** The peaks that draw a track. */
export const waveforms = ({ soundhub, log }: HttpDependencies, endpoint: Endpoint): void => {
  const reply = (context: HttpContext, format: WaveformFormat, { path, blob }: Waveform): Reply => {
    // The path contains a hash of the samples.
    const etag = `"${path.slice(path.lastIndexOf('_') + 1)}"`
    const headers = { 'Content-Type': TYPES[format], 'Cache-Control': 'no-cache', Vary: 'Accept', ETag: etag }
    if (isKnown(etag, context.req.header('If-None-Match'))) return known(headers)
    const body = context.req.method === 'HEAD' ? null : streamOf(blob.bytes, context, log)
    return respond(200, body, { ...headers, 'Content-Length': String(blob.size) })
  }

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
      refuses: ['InvalidFields', 'PostNotFound', 'TrackProcessing', 'TrackFailed', 'MediaNotFound'],
    },
    ({ context, id, query }) =>
      formatOf(context, query.format).asyncAndThen((format) =>
        soundhub.posts.waveform(id, format).map((waveform) => reply(context, format, waveform)),
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
      refuses: ['InvalidFields', 'CommentNotFound', 'TrackProcessing', 'TrackFailed', 'MediaNotFound'],
    },
    ({ context, id, query }) =>
      formatOf(context, query.format).asyncAndThen((format) =>
        soundhub.comments.waveform(id, format).map((waveform) => reply(context, format, waveform)),
      ),
  )
}
