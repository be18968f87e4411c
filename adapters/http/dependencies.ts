import type { HttpBindings } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Soundhub } from '#application/soundhub.ts'
import type { Staging } from '#application/track/files.ts'

/** Where a line of the log goes, with its particulars in front: pino is one. */
export type Log = {
  warn(particulars: object, message: string): void
  error(particulars: object, message: string): void
}

export type HttpSettings = {
  /** Where every link begins: `https://soundhub.example`. */
  readonly publicUrl: string
  /** Where media lie: a path on this server, or the URL of another host; then no media are served here. */
  readonly mediaUrl: string
  /** The largest file a part of a request may be. */
  readonly maximumUploadBytes: number
  /** Whose pages may call: origins such as `https://app.example`, or `*` for anybody's. */
  readonly corsOrigins: readonly string[]
  /** How many proxies of ours stand in front; each is believed about whom it got a request from. */
  readonly trustedProxies: number
}

/** One thing the server cannot work without. */
export type Check = {
  readonly name: 'database' | 'migrations' | 'audio'
  readonly ok: boolean
  readonly detail: string
}

export type Readiness = () => Promise<readonly Check[]>

/** Everything the HTTP edge asks of its host. */
export type HttpDependencies = {
  readonly soundhub: Soundhub
  /** Takes uploads as they arrive. */
  readonly staging: Staging
  readonly readiness: Readiness
  readonly settings: HttpSettings
  readonly log: Log
}

export type HttpEnv = { Bindings: Partial<HttpBindings> }
export type HttpApp = OpenAPIHono<HttpEnv>
export type HttpContext = Context<HttpEnv>

/** Node's own messages, if the app is behind `serve`; an embedder or a test may call it without a socket. */
export const nodeBindings = (context: HttpContext): Partial<HttpBindings> => context.env ?? {}

/** The URL under which the public reaches a path of this server. */
export const publicUrlOf = (settings: Pick<HttpSettings, 'publicUrl'>, path: string): string =>
  `${settings.publicUrl.replace(/\/+$/, '')}${path}`
