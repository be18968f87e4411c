import { OpenAPIHono } from '@hono/zod-openapi'
import { accounts } from './routes/accounts.ts'
import { activation } from './routes/activation.ts'
import { comments } from './routes/comments.ts'
import type { Soundhub } from '#application/soundhub.ts'
import { dependenciesOf, type HttpApp, type HttpEnv, type HttpOptions } from './dependencies.ts'
import { endpointsOf } from './endpoint/endpoint.ts'
import { follows } from './routes/follows.ts'
import { health } from './routes/health.ts'
import { home } from './routes/home.ts'
import { likes } from './routes/likes.ts'
import { masters } from './routes/masters.ts'
import { media } from './routes/media.ts'
import { messages } from './routes/messages.ts'
import { images } from './routes/images.ts'
import { mixEvents } from './routes/mix-events.ts'
import { mixes } from './routes/mixes.ts'
import { notMeReport } from './routes/not-me-report.ts'
import { passwords } from './routes/passwords.ts'
import { posts } from './routes/posts.ts'
import { problemPages } from './problems/problem-pages.ts'
import { proposals } from './routes/proposals.ts'
import { providers } from './routes/providers.ts'
import { reference } from './reference/reference.ts'
import { search } from './routes/search.ts'
import { sessions } from './routes/sessions.ts'
import { staff } from './routes/staff.ts'
import { stems } from './routes/stems.ts'
import { uploads } from './routes/uploads.ts'
import { users } from './routes/users.ts'
import { waveforms } from './routes/waveforms.ts'

/**
 * Soundhub over HTTP. Call `app.fetch` with a `Request` anywhere, listen with `serve`, or mount it in another Hono app with
 * `mount` or `route`; `publicUrl` then includes the path it is mounted under.
 */
export const httpApp = (soundhub: Soundhub, options: HttpOptions): HttpApp => {
  const deps = dependenciesOf(soundhub, options)
  const app = new OpenAPIHono<HttpEnv>()
  const { endpoint, describeAll, answerUnmatched } = endpointsOf(deps, app)
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
  uploads(deps, endpoint)
  posts(deps, endpoint)
  likes(deps, endpoint)
  comments(deps, endpoint)
  waveforms(deps, endpoint)
  mixes(deps, endpoint)
  proposals(deps, endpoint)
  mixEvents(deps, endpoint)
  masters(deps, endpoint)
  stems(deps, endpoint)
  messages(deps, endpoint)
  staff(deps, endpoint)
  media(deps, endpoint)
  problemPages(deps, endpoint)
  reference(deps, endpoint, () => {
    describeAll()
    return app
  })
  answerUnmatched()
  return app
}
