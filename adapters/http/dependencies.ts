import type { HttpBindings } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Correlation } from '#application/shared/correlation.ts'
import type { ErrorReporter } from '#application/shared/error-reporter.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Soundhub } from '#application/soundhub.ts'
import { DEFAULT_MAX_UPLOAD_BYTES } from '#application/track/receive-upload.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'

/** A structured logger: an object, then a message. pino is one. */
export type Log = {
  warn(particulars: object, message: string): void
  error(particulars: object, message: string): void
}

export type HttpSettings = {
  /** What every link begins with, the path that the app is mounted under included: `https://soundhub.example/music`. */
  readonly publicUrl: string
  /** Where media are served: a path of this app, or the URL of another host; then no media are served here. */
  readonly mediaUrl: string
  /** The largest file a part of a request may be, in bytes. */
  readonly maximumUploadBytes: number
  /** Origins whose pages may call, such as `https://app.example`; `*` for all. */
  readonly corsOrigins: readonly string[]
  /** How many proxies stand in front; each is believed about whom it got a request from. */
  readonly trustedProxies: number
  /** Default: 20 a client, 1,000 in all, a heartbeat every 15 s. Clients that are not known count in all only. */
  readonly eventStreams: EventStreamSettings
  /**
   * What a client is rate-limited under, such as its address; `null` where it is not known. A host without a Node socket
   * should set this: without it, each e-mail address has one limit for all clients.
   */
  readonly clientOf?: ((request: Request, bindings: unknown) => string | null) | undefined
  /** Where people log in with a browser; pages behind mailed links lead there. Without it they lead nowhere. */
  readonly loginUrl?: string | undefined
  /** Where clients are sent for media and masters. Without it this server sends the files itself. */
  readonly signMedia?: SignMedia | undefined
}

/** Makes an address at which a file can be read for so many seconds, with these headers in the answer. */
export type SignMedia = (file: {
  readonly path: MediaPath
  readonly method: 'GET' | 'HEAD'
  readonly contentType: string
  readonly disposition: string
  readonly cacheControl: string
}) => Outcome<{ readonly url: string; readonly seconds: number }>

/** How many event streams may be open in this process, and how often a silent one gets a comment that keeps it open. */
export type EventStreamSettings = {
  readonly perClient: number
  readonly inAll: number
  readonly heartbeatMs: number
}

/** One of the things the server depends on. */
export type Check = {
  readonly name: 'database' | 'migrations' | 'audio' | 'server'
  readonly ok: boolean
  readonly detail: string
}

export type Readiness = () => Promise<readonly Check[]>

/** An answered request, without anything that it contained. */
export type AnsweredRequest = {
  /** The proxy's X-Request-Id or a UUID; reports of errors and problem documents name it too. */
  readonly requestId: string
  readonly method: string
  /** The pattern of the path, such as `/post/{id}`; `unmatched` if there is no such endpoint. */
  readonly route: string
  readonly status: number
  /** From the head of the request to the head of the response; a body that is streamed takes longer. */
  readonly milliseconds: number
  readonly userId: UserId | null
  /** The code of the problem, if it was refused. */
  readonly problem: string | null
}

/** What a host hears of the requests. */
export type HttpObservers = {
  /** Called once for every request that reaches the app; must not throw. `null`: nobody is told. */
  readonly onRequest: ((request: AnsweredRequest) => void) | null
  /** Tells jobs and mails which request caused them. */
  readonly correlation: Correlation | null
  /** Hears of unexpected errors, and of refusals that are marked in the table of problems. */
  readonly errorReporter: ErrorReporter | null
}

/** What a host may tell the HTTP app; everything but `publicUrl` has a default. */
export type HttpOptions = Pick<HttpSettings, 'publicUrl'> &
  Partial<Omit<HttpSettings, 'publicUrl'>> &
  Partial<HttpObservers> & {
    /** Answers `/readyz`; by default it is always ready. */
    readonly readiness?: Readiness
    /** By default nothing is logged. */
    readonly log?: Log
  }

/** What the parts of the HTTP app work with. */
export type HttpDependencies = {
  readonly soundhub: Soundhub
  readonly readiness: Readiness
  readonly settings: HttpSettings
  readonly log: Log
} & HttpObservers

const NO_LOG: Log = { warn: () => undefined, error: () => undefined }

export const dependenciesOf = (
  soundhub: Soundhub,
  {
    readiness = () => Promise.resolve([]),
    log = NO_LOG,
    onRequest = null,
    correlation = null,
    errorReporter = null,
    ...settings
  }: HttpOptions,
): HttpDependencies => ({
  soundhub,
  readiness,
  log,
  onRequest,
  correlation,
  errorReporter,
  settings: {
    mediaUrl: '/media/',
    maximumUploadBytes: DEFAULT_MAX_UPLOAD_BYTES,
    corsOrigins: [],
    trustedProxies: 0,
    eventStreams: { perClient: 20, inAll: 1_000, heartbeatMs: 15_000 },
    ...settings,
  },
})

/** `closing` ends the event streams and makes `/readyz` answer 503, so that a server can stop; `serve` gives it. */
export type HttpEnv = {
  Bindings: Partial<HttpBindings> & { readonly closing?: AbortSignal }
  /** What is learnt of a request: see `traceOf`. */
  Variables: { soundhubTrace?: unknown }
}
export type HttpApp = OpenAPIHono<HttpEnv>
export type HttpContext = Context<HttpEnv>

/** Node's request and response, if the app is served on a Node socket. */
export const nodeBindings = (context: HttpContext): HttpEnv['Bindings'] => context.env ?? {}
