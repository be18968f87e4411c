import { connect } from 'node:net'
import { once } from 'node:events'
import type { HttpServer } from '#adapters/http/server/server.ts'

export type RawAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Whether as many bytes came as were announced. */
  readonly isWhole: boolean
}

export type Line = {
  send(text: string | Uint8Array): Promise<void>
  /** The next answer, informational ones too; what came of it where the line was cut. */
  answer(): Promise<RawAnswer>
  /** The line is cut at once. */
  readonly cut: () => void
  /** Once it is closed, by whomever. */
  readonly closed: Promise<void>
}

const partHeaderOf = (text: string): Omit<RawAnswer, 'body' | 'isWhole'> => {
  const [first = '', ...rest] = text.split('\r\n')
  const headers = rest.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers) }
}

/** A bare line to the server, for what no well-bred client would send. */
export const dial = async (server: Pick<HttpServer, 'port'>): Promise<Line> => {
  const socket = connect(server.port, '127.0.0.1')
  let received = Buffer.alloc(0)
  let isClosed = false
  let wake: (() => void) | undefined
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    wake?.()
  })
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isClosed = true
      wake?.()
      resolve()
    })
  })
  await once(socket, 'connect')

  const more = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })

  const answer = async (): Promise<RawAnswer> => {
    for (;;) {
      const end = received.indexOf('\r\n\r\n')
      if (end >= 0) {
        const head = partHeaderOf(received.toString('latin1', 0, end))
        const length = head.status < 200 ? 0 : Number(head.headers['content-length'] ?? 0)
        const isWhole = received.length >= end + 4 + length
        if (isWhole || isClosed) {
          const body = received.toString('utf8', end + 4, end + 4 + length)
          received = received.subarray(end + 4 + length)
          return { ...head, body, isWhole }
        }
      } else if (isClosed) throw new Error(`the line was closed without an answer: ${received.toString('latin1')}`)
      await more()
    }
  }

  return {
    send: (text) =>
      new Promise((resolve) => {
        if (isClosed || socket.destroyed) resolve()
        else socket.write(text, () => resolve())
      }),
    answer,
    cut: () => void socket.destroy(),
    closed,
  }
}

/** The head of a request, one line a header. */
export const head = (first: string, headers: Readonly<Record<string, string | number>>): string =>
  `${first} HTTP/1.1\r\nHost: 127.0.0.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

/** Sends the piece again and again until there is an answer; tells how many bytes that took. */
export const flood = async (line: Line, piece: Uint8Array): Promise<RawAnswer & { readonly sent: number }> => {
  const answer = line.answer()
  for (let sent = 0; ; sent += piece.length) {
    const answered = await Promise.race([answer, line.send(piece).then(() => null)])
    if (answered !== null) return { ...answered, sent }
  }
}

/** One chunk of a body whose length nobody knew. */
export const chunk = (bytes: Uint8Array | string): Buffer => {
  const content = Buffer.from(bytes as string)
  return Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')])
}
