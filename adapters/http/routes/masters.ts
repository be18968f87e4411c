import { z } from '@hono/zod-openapi'
import { MASTER_FORMAT_FACTS, MASTER_FORMATS } from '#domain/mix/master-format.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { storedFile } from '../reply/stored-file.ts'

const TYPES = [...new Set(MASTER_FORMATS.map((format) => MASTER_FORMAT_FACTS[format].mediaType))]

/** Downloading masters. */
export const masters = (deps: HttpDependencies, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}/master.{format}',
      tag: 'mixes',
      summary: 'Download the rendered mix, or a byte range of it',
      description:
        'MP3, AAC in MP4 (m4a), Opus, FLAC or WAV, the last two of 24 bit and without loss; title, contributors and cover are in the file. A format that is asked for the first time takes some seconds to make.',
      access: 'anonymous',
      id: 'PostId',
      query: {
        download: z
          .string()
          .optional()
          .openapi({ description: 'The file name to save it under; the title of the post by default' }),
      },
      answers: [
        { status: 200, description: 'The file', others: TYPES },
        { status: 206, description: 'The range', others: TYPES },
        { status: 302, description: 'The file is there for a while, where the server does not send files itself' },
        { status: 304, description: 'Not modified' },
      ],
      refuses: [
        'PostNotFound',
        'MasterFormatUnknown',
        'MixNotRendered',
        'TrackProcessing',
        'TrackFailed',
        'MediaNotFound',
        'AudioUnavailable',
        'Busy',
        'RangeNotSatisfiable',
      ],
    },
    ({ context, id, query }) => {
      const format = (context.req.param('format') ?? '').replace(/^master\./, '')
      return deps.soundhub.mixes.master(id, format).andThen(({ path, title }) =>
        storedFile(deps, context, path, {
          // The same address is another file once the post is mixed anew.
          cached: 'no-cache',
          download: query.download ?? title,
          redirects: true,
        }),
      )
    },
  )
