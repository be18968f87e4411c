import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import { setTimeout as pause } from 'node:timers/promises'
import { unavailable } from '#application/shared/outcome.ts'
import { connections } from './connections.ts'
import { protocolErrors, namesItsHost } from './protocol-errors.ts'
import { slowBodies } from './slow-bodies.ts'
import type { ErrorReporter } from '#application/shared/error-reporter.ts'
import type { HttpSettings, Log } from '../dependencies.ts'
import { problemReply } from '../problems/problem.ts'
import type { Refusal } from '../refusals.ts'
import { responseOf } from '../reply/send.ts'
import { TIMEOUTS, type Timeouts } from './timeouts.ts'

/** How often Node checks for requests that take too long. */
const CHECKED_EVERY_MS = 2_000

/** A server that drains stops listening once nobody has come for so long, but at the latest so much later. */
const QUIET_MS = 250
const STOP_BY_MS = 3_000

const TIMED_OUT = 'ERR_HTTP_REQUEST_TIMEOUT'
const TOO_MANY: Refusal = unavailable('connections', new Error('too many are open'))

/** How many connections are open at most, unless the host says otherwise. */
const CONNECTIONS = 5_000

/** What answers requests, with Node's request and response beside them. */
export type ServedApp = {
  fetch(request: Request, bindings: object): Response | Promise<Response>
}

export type ServeOptions = {
  /** An HTTP app, or anything in front of one. */
  readonly app: ServedApp
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly settings: Pick<HttpSettings, 'publicUrl'>
  readonly log: Log
  /** Hears of errors outside of the app. */
  readonly errorReporter?: ErrorReporter
  readonly timeouts?: Partial<Timeouts>
  /** How many connections may be open; requests on further ones are answered with 503. Default: 5,000. */
  readonly connections?: number
}

export type Closing = {
  /**
   * So long it goes on listening, and a little longer while requests still come, so that whoever asks `/readyz` learns that
   * this server ends. Default: 0.
   */
  readonly drainMs?: number
}

export type HttpServer = {
  readonly host: string
  readonly port: number
  /**
   * From now on `/readyz` says 503, event streams end, and every response is the last one of its connection. Then it stops
   * accepting connections, lets running requests finish, and aborts those that take too long. May be repeated.
   */
  close(closing?: Closing): Promise<void>
}

/**
 * A client may still be sending when it is answered. Closing at once would reset the connection and lose the response,
 * so the rest is read and ignored for a while.
 */
const linger = (incoming: IncomingMessage, lingerMs: number): void => {
  if (incoming.complete || incoming.destroyed) return
  const enough = setTimeout(() => incoming.socket.destroySoon(), lingerMs)
  incoming.once('close', () => clearTimeout(enough)).on('error', () => undefined)
  incoming.resume()
}

/** Logs only the message of an unreadable request: the rest contains its URL, which may contain a key. */
const refusalOf = (cause: unknown, { log, errorReporter }: Pick<ServeOptions, 'log' | 'errorReporter'>): Refusal => {
  if (cause instanceof RequestError) {
    log.warn({ reason: cause.message }, 'a request could not be read')
    return { type: 'RequestMalformed' }
  }
  const requestId = randomUUID()
  log.error({ requestId, err: cause }, 'a request failed')
  errorReporter?.report({ error: cause, refusal: null, requestId, where: 'the HTTP server', userId: null })
  return { type: 'InternalError', requestId }
}

const listening = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server.address() as AddressInfo)
    })
  })

/** Listens; rejects if the port is taken. */
export const serve = async (options: ServeOptions): Promise<HttpServer> => {
  const { app, host, port, settings, log, errorReporter } = options
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const closing = new AbortController()

  const listener = getRequestListener((request, env) => app.fetch(request, { ...env, closing: closing.signal }), {
    hostname: 'localhost',
    autoCleanupIncoming: false,
    errorHandler: (cause) => responseOf(problemReply(refusalOf(cause, options), 'en', settings), settings),
  })
  const below = protocolErrors({ settings, lingerMs: timeouts.lingerMs })
  const slow = slowBodies(timeouts.slowBodyMs, ({ socket }) =>
    below.onClientError(Object.assign(new Error('the body came too slowly'), { code: TIMED_OUT }), socket),
  )
  const begin = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    below.begun(incoming, outgoing)
    open.begun(outgoing)
    slow.watch(incoming)
    outgoing.once('finish', () => linger(incoming, timeouts.lingerMs))
    // Not before: somebody may just be asking once more on a connection that looks idle.
    outgoing.once('close', () => (server.listening ? undefined : server.closeIdleConnections()))
  }
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    begin(incoming, outgoing)
    if (open.isExcess(outgoing)) return below.refuse(outgoing, TOO_MANY)
    if (!namesItsHost(incoming)) return below.refuse(outgoing, { type: 'RequestMalformed' })
    listener(incoming, outgoing).catch((cause: unknown) => {
      log.error({ err: cause }, 'a response could not be sent')
      errorReporter?.report({ error: cause, refusal: null, requestId: null, where: 'sending a response', userId: null })
      outgoing.destroy()
    })
  }

  const server = createServer(
    {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: Math.min(CHECKED_EVERY_MS, timeouts.headersMs),
      // Node's own response is not a problem document.
      requireHostHeader: false,
    },
    onRequest,
  )
  const open = connections(server, options.connections ?? CONNECTIONS)
  server.setTimeout(timeouts.idleMs)
  // `100 Continue` is sent only when the body is read, which never happens without a token.
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', (incoming, outgoing) => {
    begin(incoming, outgoing)
    below.refuse(outgoing, { type: 'ExpectationFailed' })
  })
  server.on('clientError', below.onClientError)
  const address = await listening(server, port, host)
  server.on('error', (cause) => log.error({ err: cause }, 'the HTTP server failed'))

  const close = async (drainMs: number): Promise<void> => {
    closing.abort()
    open.endAfterResponse()
    const enough = setTimeout(() => server.closeAllConnections(), timeouts.closingMs)
    if (drainMs > 0) {
      await pause(drainMs)
      // Connections that wait to be accepted would be reset, so it is better to stop between them.
      await open.quietFor(QUIET_MS, STOP_BY_MS)
    }
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      open.endUnused()
    })
    clearTimeout(enough)
    slow.stop()
  }

  let closed: Promise<void> | null = null
  return {
    host: address.address,
    port: address.port,
    close: ({ drainMs = 0 } = {}) => (closed ??= close(drainMs)),
  }
}
