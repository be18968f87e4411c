import { OpenAPIHono } from '@hono/zod-openapi'
import { accounts } from './accounts.ts'
import { activation } from './activation.ts'
import { comments } from './comments.ts'
import type { Edge, HttpApp, HttpEnv } from './edge.ts'
import { endpointsOf } from './endpoint.ts'
import { follows } from './follows.ts'
import { health } from './health.ts'
import { home } from './home.ts'
import { likes } from './likes.ts'
import { media } from './media.ts'
import { messages } from './messages.ts'
import { images } from './images.ts'
import { mixes } from './mixes.ts'
import { disowning } from './disowning.ts'
import { passwords } from './passwords.ts'
import { posts } from './posts.ts'
import { problemPages } from './problems/problem-pages.ts'
import { providers } from './providers.ts'
import { reference } from './reference/reference.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** Soundhub over HTTP. `app.fetch` answers a request in any host; `serve` puts it on a socket. */
export const httpApp = (edge: Edge): HttpApp => {
  const app = new OpenAPIHono<HttpEnv>()
  const { endpoint, describe } = endpointsOf(edge, app)
  health(edge, endpoint)
  home(edge, endpoint)
  search(edge, endpoint)
  accounts(edge, endpoint)
  activation(edge, endpoint)
  providers(edge, endpoint)
  passwords(edge, endpoint)
  disowning(edge, endpoint)
  sessions(edge, endpoint)
  users(edge, endpoint)
  follows(edge, endpoint)
  images(edge, endpoint)
  posts(edge, endpoint)
  likes(edge, endpoint)
  comments(edge, endpoint)
  mixes(edge, endpoint)
  messages(edge, endpoint)
  media(edge, endpoint)
  problemPages(edge, endpoint)
  reference(edge, endpoint, () => {
    describe()
    return app
  })
  return app
}
