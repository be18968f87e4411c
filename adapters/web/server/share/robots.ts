import { absolute } from '../../page/share/addresses.ts'
import { sendText } from '../sent.ts'
import type { Handler } from './site.ts'

/** Pages that are one person's, and those that would be asked for without end. */
const NOT_FOR_ROBOTS = ['/settings', '/messages', '/new', '/staff', '/search', '/user/activate', '/oembed']

/** `/robots.txt` (RFC 9309). */
export const robots: Handler = [
  /^\/robots\.txt$/,
  async ({ request }, site) => {
    const { pathname } = new URL(absolute(site, '/'))
    const lines = [
      'User-agent: *',
      ...NOT_FOR_ROBOTS.map((path) => `Disallow: ${pathname}${path.slice(1)}`),
      '',
      `Sitemap: ${absolute(site, '/sitemap.xml')}`,
      '',
    ]
    return sendText(request, { type: 'text/plain; charset=utf-8', text: lines.join('\n') })
  },
]
