import { OpenAPIHono } from '@hono/zod-openapi'
import { accounts } from './accounts.ts'
import { activation } from './activation.ts'
import { comments } from './comments.ts'
import type { HttpDependencies, HttpApp, HttpEnv } from './dependencies.ts'
import { endpointsOf } from './endpoint.ts'
import { follows } from './follows.ts'
import { health } from './health.ts'
import { home } from './home.ts'
import { likes } from './likes.ts'
import { media } from './media.ts'
import { messages } from './messages.ts'
import { images } from './images.ts'
import { mixes } from './mixes.ts'
import { notMeReport } from './not-me-report.ts'
import { passwords } from './passwords.ts'
import { posts } from './posts.ts'
import { problemPages } from './problems/problem-pages.ts'
import { providers } from './providers.ts'
import { reference } from './reference/reference.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { users } from './users.ts'

/** Soundhub over HTTP. `app.fetch` answers a request in any host; `serve` puts it on a socket. */
export const httpApp = (deps: HttpDependencies): HttpApp => {
  const app = new OpenAPIHono<HttpEnv>()
  const { endpoint, describe } = endpointsOf(deps, app)
  health(deps, endpoint)
  home(deps, endpoint)
  search(deps, endpoint)
  accounts(deps, endpoint)
  activation(deps, endpoint)
  providers(deps, endpoint)
  passwords(deps, endpoint)
  notMeReport(deps, endpoint)
  sessions(deps, endpoint)
  users(deps, endpoint)
  follows(deps, endpoint)
  images(deps, endpoint)
  posts(deps, endpoint)
  likes(deps, endpoint)
  comments(deps, endpoint)
  mixes(deps, endpoint)
  messages(deps, endpoint)
  media(deps, endpoint)
  problemPages(deps, endpoint)
  reference(deps, endpoint, () => {
    describe()
    return app
  })
  return app
}
