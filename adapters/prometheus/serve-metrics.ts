import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SECOND } from '#domain/shared/instant.ts'
import type { PrometheusMetrics } from './prometheus-metrics.ts'

export type MetricsServer = {
  readonly port: number
  close(): Promise<void>
}

/** Prometheus asks once in a while; whoever opens more connections is not Prometheus. */
const MOST_CONNECTIONS = 20

const answer = async (metrics: PrometheusMetrics, outgoing: ServerResponse): Promise<void> => {
  try {
    const text = await metrics.text()
    outgoing.writeHead(200, { 'Content-Type': metrics.registry.contentType }).end(text)
  } catch {
    outgoing.writeHead(500).end()
  }
}

/** Serves `/metrics` on a port of its own, which a proxy does not pass on. Rejects if the port is taken. */
export const serveMetrics = async (
  metrics: PrometheusMetrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> => {
  const server = createServer({ headersTimeout: 5 * SECOND, requestTimeout: 5 * SECOND }, (incoming, outgoing) => {
    const isAsked = incoming.url === '/metrics' && (incoming.method === 'GET' || incoming.method === 'HEAD')
    if (isAsked) void answer(metrics, outgoing)
    else outgoing.writeHead(404).end()
  })
  server.maxConnections = MOST_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
