import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** A stand-in of Sentry that keeps what it is sent. */
export type DsnServer = {
  readonly dsn: string
  /** All that arrived: request lines, headers and bodies. */
  readonly received: () => readonly string[]
  /** The events in the envelopes. */
  readonly events: () => readonly Readonly<Record<string, unknown>>[]
  readonly close: () => Promise<void>
}

const eventsIn = (body: string): readonly Readonly<Record<string, unknown>>[] => {
  const lines = body.split('\n').filter((line) => line !== '')
  const parsed = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  return parsed.filter((_, at) => parsed[at - 1]?.['type'] === 'event')
}

/** Answers every envelope with `status`. */
export const openDsnServer = async (status = 200): Promise<DsnServer> => {
  const heads: string[] = []
  const bodies: string[] = []
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks)
      heads.push(`${incoming.method} ${incoming.url}\n${incoming.rawHeaders.join('\n')}`)
      bodies.push((incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString())
      outgoing.writeHead(status).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    dsn: `http://publickey@127.0.0.1:${port}/42`,
    received: () => [...heads, ...bodies],
    events: () => bodies.flatMap(eventsIn),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
