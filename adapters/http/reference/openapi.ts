import type { HttpApp, HttpSettings } from '../dependencies.ts'
import { TAGS } from './tags.ts'

type Head = Parameters<HttpApp['getOpenAPI31Document']>[0]

/** Of the API, not of a release: it changes when clients have to. */
const VERSION = '1.0.0'

const DESCRIPTION = `
Musicians who cannot meet make one song together: somebody posts a track, others answer with a comment, a track that fits
it, and the author of the post mixes them into a master.

- A path answers the same with and without a slash at its end; what takes GET takes HEAD.
- A write takes its fields as JSON, urlencoded or multipart. A field that is not named here is ignored.
- \`Authorization: Token <key>\` or \`Authorization: Bearer <key>\`. A key that is not good is refused wherever one is read.
- Times are ISO 8601 in UTC. Lengths of text are counted in code points, after NFC and without spaces around it.
- Every error is \`application/problem+json\` (RFC 9457): compare its \`code\`, show its \`detail\`, which is English, or Korean
  where \`Accept-Language\` asks for it.
- What makes a post, a comment or a message takes an \`Idempotency-Key\`: within a day, the same key and the same fields and
  files make it once and are answered alike. What was refused may be sent again with the same key.
- Lists are read a page at a time: follow \`next\` and \`previous\`.
- What is named here is what is best sent; the server also takes words in any case, numbers as digits, and more.
`.trim()

const SECURITY_SCHEMES = {
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'The word `Token`, a space, and the token of a login.',
  },
  bearer: { type: 'http', scheme: 'bearer', description: 'The token of a login.' },
} as const

const headOf = ({ publicUrl }: Pick<HttpSettings, 'publicUrl'>): Head => ({
  openapi: '3.1.0',
  info: { title: 'Soundhub', version: VERSION, description: DESCRIPTION },
  servers: [{ url: publicUrl.replace(/\/+$/, '') }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
})

/** The API document of all endpoints that were declared until now. */
export const openApiOf = (app: HttpApp, settings: Pick<HttpSettings, 'publicUrl'>): object => {
  const document = app.getOpenAPI31Document(headOf(settings))
  return { ...document, components: { ...document.components, securitySchemes: SECURITY_SCHEMES } }
}
