/** Soundhub over HTTP, for any host that hands it a `Request`. */
import type { Hono } from 'hono'
import { httpApp as openApiApp } from '#adapters/http/app.ts'
import type { HttpOptions } from '#adapters/http/dependencies.ts'
import type { Soundhub } from '#application/soundhub.ts'

export type { AnsweredRequest, Check, HttpOptions, Log, Readiness } from '#adapters/http/dependencies.ts'

/**
 * Soundhub over HTTP as a Hono app. Call `app.fetch(request)`, or mount it in your own app with `yours.route('/music', app)`;
 * `publicUrl` then includes the path it is mounted under.
 */
export const httpApp = (soundhub: Soundhub, options: HttpOptions): Hono =>
  openApiApp(soundhub, options) as unknown as Hono
