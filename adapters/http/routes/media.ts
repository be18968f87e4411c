import { z } from '@hono/zod-openapi'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { storedFile, TYPES } from '../reply/stored-file.ts'

/** The path media are served at, or `null` if another host serves them. */
const mountedAt = (mediaUrl: string): string | null =>
  mediaUrl.startsWith('/') && !mediaUrl.startsWith('//') ? `/${mediaUrl.split('/').filter(Boolean).join('/')}` : null

/** The content at a path never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'

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
        { status: 200, description: 'The file', others: [...new Set(Object.values(TYPES))] },
        { status: 206, description: 'The range', others: [...new Set(Object.values(TYPES))] },
        { status: 304, description: 'Not modified' },
      ],
      refuses: ['MediaNotFound', 'RangeNotSatisfiable'],
    },
    ({ context, query }) =>
      storedFile(deps, context, (context.req.param('path') ?? '').replace(/\/$/, ''), {
        cached: FOR_EVER,
        download: query.download,
      }),
  )
}
