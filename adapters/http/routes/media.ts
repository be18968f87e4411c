import { z } from '@hono/zod-openapi'
import { MEDIA_TYPES } from '#application/track/media-type.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FOR_EVER, storedFile } from '../reply/stored-file.ts'

/** The path media are served at, or `null` if another host serves them. */
const mountedAt = (mediaUrl: string): string | null =>
  mediaUrl.startsWith('/') && !mediaUrl.startsWith('//') ? `/${mediaUrl.split('/').filter(Boolean).join('/')}` : null

/** Serves files, with ranges and long cache lifetimes. */
export const media = (deps: HttpDependencies, endpoint: Endpoint): void => {
  const mount = mountedAt(deps.settings.mediaUrl)
  if (mount === null) return

  endpoint(
    {
      methods: ['get'],
      path: mount === '/' ? '/{path}' : `${mount}/{path}`,
      rest: true,
      tag: 'media',
      summary: 'Download a file, or a byte range of it',
      access: 'anonymous',
      query: {
        download: z.string().optional().openapi({
          description:
            'Sends Content-Disposition: attachment with this file name; the extension is always the real one',
        }),
      },
      answers: [
        { status: 200, description: 'The file', others: [...new Set(Object.values(MEDIA_TYPES))] },
        { status: 206, description: 'The range', others: [...new Set(Object.values(MEDIA_TYPES))] },
        { status: 302, description: 'The file is there for a while, where the server does not send files itself' },
        { status: 304, description: 'Not modified' },
      ],
      refuses: ['MediaNotFound', 'RangeNotSatisfiable'],
    },
    ({ context, query }) =>
      storedFile(deps, context, (context.req.param('path') ?? '').replace(/\/$/, ''), {
        cached: FOR_EVER,
        download: query.download,
        redirects: true,
      }),
  )
}
