import { type IncomingMessage, maxHeaderSize, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Language } from '#application/shared/system.ts'
import type { HttpSettings } from '../dependencies.ts'
import { languageOf } from '../endpoint/languages.ts'
import { problemReply } from '../problems/problem.ts'
import type { Refusal } from '../refusals.ts'
import type { Headers } from '../reply/reply.ts'
import { headersOf } from '../reply/send.ts'

/** HTTP/1.1 requires exactly one Host header (RFC 9112 §3.2), HTTP/1.0 at most one. */
export const namesItsHost = ({ httpVersion, rawHeaders }: IncomingMessage): boolean => {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length
  return hosts === 1 || (hosts === 0 && httpVersion !== '1.1')
}

/** The refusal for an error of Node's parser or timeouts. */
const refusalOf = (code: string | undefined, where: 'head' | 'body'): Refusal => {
  if (code === 'HPE_HEADER_OVERFLOW') return { type: 'HeadTooLarge', maximumBytes: maxHeaderSize }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { type: 'RequestTimeout' }
  return { type: where === 'head' ? 'RequestMalformed' : 'BodyMalformed' }
}

type Whole = { readonly status: number; readonly headers: Headers; readonly body: Buffer }

/** The bytes of a response. */
const written = ({ status, headers, body }: Whole): Buffer => {
  const all = { ...headers, Date: new Date().toUTCString(), Connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`), body])
}

export type ProtocolErrors = {
  /** A request has begun on this socket. */
  readonly begun: (incoming: IncomingMessage, outgoing: ServerResponse) => void
  /** Refuses a request whose head was read. */
  readonly refuse: (outgoing: ServerResponse, refusal: Refusal) => void
  /**
   * Responds to malformed or unfinished requests and closes the connection, because the start of the next request is
   * unknown.
   */
  readonly onClientError: (cause: NodeJS.ErrnoException, socket: Duplex) => void
}

type Options = { readonly settings: Pick<HttpSettings, 'publicUrl'>; readonly lingerMs: number }

/**
 * Responds to requests that never reach the app, with problem documents as everywhere. They are not logged: anybody can
 * cause any number of them.
 */
export const protocolErrors = ({ settings, lingerMs }: Options): ProtocolErrors => {
  const latest = new WeakMap<Duplex, ServerResponse>()
  const leaving = new WeakSet<Duplex>()

  const wholeOf = (refusal: Refusal, language: Language): Whole => {
    const reply = problemReply(refusal, language, settings)
    const body = Buffer.from(reply.body as string)
    return {
      status: reply.status,
      headers: { ...headersOf(reply, settings), 'Content-Length': `${body.length}` },
      body,
    }
  }

  /** Closing at once would reset the connection while the client is still sending, and the response would be lost. */
  const leave = (socket: Duplex, bytes: Buffer, milliseconds = lingerMs): void => {
    leaving.add(socket)
    const enough = setTimeout(() => socket.destroy(), milliseconds)
    socket.once('close', () => clearTimeout(enough)).end(bytes)
  }

  return {
    begun: ({ socket }, outgoing) => void latest.set(socket, outgoing),

    refuse: (outgoing, refusal) => {
      const { status, headers, body } = wholeOf(refusal, languageOf(outgoing.req.headers['accept-language']))
      outgoing.writeHead(status, headers).end(body)
    },

    onClientError: (cause, socket) => {
      // A failed parser fails again with every further chunk; those are ignored.
      if (leaving.has(socket)) return
      const last = latest.get(socket)
      const isAnswered = last === undefined || last.writableFinished
      const isInBody = last !== undefined && !last.req.complete
      // It was answered already, and `linger` closes the connection.
      if (isInBody && isAnswered) return
      const language = languageOf(isInBody ? last.req.headers['accept-language'] : undefined)
      const problem = written(wholeOf(refusalOf(cause.code, isInBody ? 'body' : 'head'), language))
      if (!isInBody && !isAnswered) {
        // Pipelined requests before it are answered first.
        leaving.add(socket)
        return void last.once('finish', () => (socket.writable ? leave(socket, problem) : socket.destroy()))
      }
      // A response can only be written if none has begun.
      const isItsTurn = !isInBody || (last.socket !== null && !last.headersSent)
      if (!socket.writable || !isItsTurn) return void socket.destroy()
      // Whoever sends next to nothing has nothing on its way that would reset the connection.
      leave(socket, problem, cause.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? Math.min(lingerMs, 1_000) : lingerMs)
    },
  }
}
