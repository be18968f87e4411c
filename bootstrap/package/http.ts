/** Soundhub over HTTP, for any host that hands it a `Request`. */
import type { Hono } from 'hono'
import { httpApp as openApiApp } from '#adapters/http/app.ts'
import type { HttpOptions } from '#adapters/http/dependencies.ts'
import type { Soundhub } from '#application/soundhub.ts'

export type { Check, HttpOptions, Log, Readiness } from '#adapters/http/dependencies.ts'

/**
 * Every route of Soundhub: `app.fetch(request)` answers, and `yours.route('/', app)` puts it into an app of your own;
 * `publicUrl` then ends with the path it is mounted under.
 */
export const httpApp = (soundhub: Soundhub, options: HttpOptions): Hono =>
  openApiApp(soundhub, options) as unknown as Hono
