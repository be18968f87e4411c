/**
 * `node load.ts <seconds> <connections> <method> <url>…`: asks for the URLs in turn over each connection, from another one
 * on in each, and says how it went in one line of JSON. The histogram of autocannon knows whole milliseconds only, so every answer's time is kept.
 */
import autocannon from 'autocannon'
import { quantile } from '../figures.ts'

/** What one load says. */
export type Loaded = {
  readonly requestsPerSecond: number
  /** In ms. */
  readonly p50: number
  readonly p99: number
  /** Answers that were not 2xx, and requests without an answer. */
  readonly failed: number
}

const [seconds, connections, method, ...urls] = process.argv.slice(2)
const [first] = urls
if (first === undefined) throw new Error('load.ts <seconds> <connections> <method> <url>…')

const times: number[] = []
let failed = 0
const ended = Promise.withResolvers<void>()
const requests = urls.map((url) => ({ method: method as 'GET', path: url.slice(new URL(url).origin.length) }))
let clients = 0
/** Each connection begins elsewhere, or all would ask for one thing at a time. */
const beginElsewhere = (client: autocannon.Client): void => {
  const at = Math.floor((clients++ * requests.length) / Number(connections))
  client.setRequests([...requests.slice(at), ...requests.slice(0, at)])
}
const begin = performance.now()
const load = autocannon(
  {
    url: new URL(first).origin,
    connections: Number(connections),
    duration: Number(seconds),
    requests,
    setupClient: beginElsewhere,
    headers: {
      ...(process.env['TOKEN'] !== undefined && { authorization: `Token ${process.env['TOKEN']}` }),
      ...(process.env['ACCEPT'] !== undefined && { accept: process.env['ACCEPT'] }),
    },
  },
  (failure: unknown) => (failure ? ended.reject(failure) : ended.resolve()),
)
load.on('response', (_client, status, _bytes, took) => {
  if (status >= 200 && status < 300) times.push(took)
  else failed++
})
load.on('reqError', () => failed++)
await ended.promise
const loaded: Loaded = {
  requestsPerSecond: (times.length * 1000) / (performance.now() - begin),
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
  failed,
}
console.log(JSON.stringify(loaded))
