import type { HttpApp, HttpSettings } from '../dependencies.ts'
import { cookieNameOf } from '../endpoint/session-cookie.ts'
import { TAGS } from './tags.ts'

type Head = Parameters<HttpApp['getOpenAPI31Document']>[0]

/** The version of the API, not of a release: it changes when clients must. */
const VERSION = '1.0.0'

const DESCRIPTION = `
Musicians who cannot meet make one song together: somebody posts a track, others answer with a comment, a track that fits
it, and the author of the post mixes them into a master.

- Every path works with and without a trailing slash, and everything that supports GET supports HEAD.
- Writes take JSON, urlencoded or multipart bodies. Unknown fields are ignored.
- Authenticate with \`Authorization: Token <token>\` or \`Authorization: Bearer <token>\`. An invalid token is refused on every
  endpoint that reads one, public endpoints included.
- A page of this origin logs in with \`Soundhub-Session: cookie\` and has its session in a cookie. A write with the cookie needs the
  \`Origin\` of this server. A cookie whose session is over is cleared, and counts as none where a session is optional.
- Times are ISO 8601 in UTC. The length of text is counted in code points, after NFC normalization and trimming.
- Every error is \`application/problem+json\` (RFC 9457). Compare its \`code\`, show its \`detail\`, which is in English, or in
  Korean if \`Accept-Language\` prefers it.
- Creating a post, a comment or a message takes an \`Idempotency-Key\`: within a day, a retry with the same key, fields and
  files creates it once and gets the same response. A refused request may be corrected and sent again with the same key.
- Lists are paged: follow \`next\` and \`previous\`.
- The server accepts more than this document describes, such as any case for instruments and digits for numbers.
`.trim()

const securitySchemesOf = (settings: Pick<HttpSettings, 'publicUrl'>) => ({
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'The word `Token`, a space, and the token of a login.',
  },
  bearer: { type: 'http', scheme: 'bearer', description: 'The token of a login.' },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieNameOf(settings),
    description: 'The session of a page of this origin.',
  },
})

const partHeaderOf = ({ publicUrl }: Pick<HttpSettings, 'publicUrl'>): Head => ({
  openapi: '3.1.0',
  info: { title: 'Soundhub', version: VERSION, description: DESCRIPTION },
  servers: [{ url: publicUrl.replace(/\/+$/, '') }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
})

/** The API document of all endpoints declared so far. */
export const openApiOf = (app: HttpApp, settings: Pick<HttpSettings, 'publicUrl'>): object => {
  const document = app.getOpenAPI31Document(partHeaderOf(settings))
  return { ...document, components: { ...document.components, securitySchemes: securitySchemesOf(settings) } }
}
