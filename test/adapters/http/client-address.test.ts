import { connect } from 'node:net'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { clientOf, rateLimitKeyOf } from '#adapters/http/endpoint/client-address.ts'
import type { HttpApp, HttpEnv, HttpSettings } from '#adapters/http/dependencies.ts'
import { serve } from '#adapters/http/server/server.ts'
import { PUBLIC_URL } from './house.ts'

describe('a client is counted', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002:0:0:0:1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['192.0.2.7:50123', '192.0.2.7'],
    ['[2001:db8:1:2::1]:50123', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['', 'unknown'],
    ['unknown', 'unknown'],
    ['_hidden', 'unknown'],
    ['192.0.2.300', 'unknown'],
    ['192.0.2.7 or 1=1', 'unknown'],
    ['a'.repeat(10_000), 'unknown'],
  ])('%s as %s', (address, counted) => {
    expect(rateLimitKeyOf(address)).toBe(counted)
  })
})

/** An app that answers for whom it takes its client. */
const telling = (settings: Parameters<typeof clientOf>[1]) => {
  const app = new Hono<HttpEnv>()
  app.get('/', (context) => context.text(String(clientOf(context, settings))))
  return app
}

/** What the app takes a request for that came with this X-Forwarded-For over a line from `peer`. */
const seen = async (trusted: number, forwardedFor: string | null, peer = '203.0.113.1'): Promise<string> => {
  const app = telling({ trustedProxies: trusted })
  const headers = forwardedFor === null ? {} : { 'X-Forwarded-For': forwardedFor }
  const incoming = { socket: { remoteAddress: peer } }
  return (await app.request('/', { headers }, { incoming })).text()
}

describe('behind proxies', () => {
  it.each([
    [0, null, '203.0.113.1'],
    [0, '192.0.2.7', '203.0.113.1'],
    [0, '192.0.2.7, 198.51.100.2', '203.0.113.1'],
    [1, null, '203.0.113.1'],
    [1, '192.0.2.7', '192.0.2.7'],
    [1, '10.9.9.9, 192.0.2.7', '192.0.2.7'],
    [1, '10.9.9.9,,, ,192.0.2.7', '192.0.2.7'],
    [1, '10.9.9.9, 2001:db8:1:2::3', '2001:db8:1:2::/64'],
    [1, '192.0.2.7, nonsense', 'unknown'],
    [2, '192.0.2.7, 198.51.100.2', '192.0.2.7'],
    [2, '10.9.9.9, 10.8.8.8, 192.0.2.7, 198.51.100.2', '192.0.2.7'],
    [2, '10.9.9.9, ::ffff:192.0.2.7, 198.51.100.2', '192.0.2.7'],
    [2, null, '203.0.113.1'],
  ])('of which %d are trusted, X-Forwarded-For “%s” is %s', async (trusted, header, client) => {
    expect(await seen(trusted, header)).toBe(client)
  })

  it('no claim in front of the trusted ones changes anything', async () => {
    for (const claim of ['127.0.0.1', '::1', 'unknown', '', '10.0.0.1, 10.0.0.2, 10.0.0.3', 'x'.repeat(4000)])
      for (const [trusted, tail] of [
        [1, '192.0.2.7'],
        [2, '192.0.2.7, 198.51.100.2'],
      ] as const)
        expect([claim, await seen(trusted, `${claim}, ${tail}`)]).toEqual([claim, '192.0.2.7'])
  })

  it('an app that is called without a socket knows nobody, and believes the trusted proxies alone', async () => {
    const headers = { 'X-Forwarded-For': '10.9.9.9, 192.0.2.7' }
    expect(await toldWithoutSocket(0, {})).toBe('null')
    expect(await toldWithoutSocket(0, { headers })).toBe('null')
    expect(await toldWithoutSocket(1, { headers })).toBe('192.0.2.7')
  })

  it('the host’s own word comes first, also that it does not know', async () => {
    const request = { headers: { 'X-Forwarded-For': '192.0.2.7', 'X-Real-Client': 'the one at the door' } }
    const bindings = { incoming: { socket: { remoteAddress: '203.0.113.1' } }, edge: 'Seoul' }
    const told = async (say: NonNullable<HttpSettings['clientOf']>) =>
      (await telling({ trustedProxies: 1, clientOf: say }).request('/', request, bindings)).text()
    expect(await told(({ headers }) => headers.get('X-Real-Client'))).toBe('the one at the door')
    expect(await told((_, bound) => (bound as { readonly edge: string }).edge)).toBe('Seoul')
    expect(await told(() => null)).toBe('null')
  })
})

const heardFrom = (host: string, port: number, localAddress?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...(localAddress !== undefined && { localAddress }) })
    let heard = ''
    socket.on('data', (piece) => (heard += String(piece)))
    socket.on('error', reject)
    socket.on('end', () => resolve(heard.slice(heard.indexOf('\r\n\r\n') + 4)))
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n\r\n')
  })

const toldWithoutSocket = async (trustedProxies: number, init: RequestInit): Promise<string> =>
  (await telling({ trustedProxies }).request('/', init)).text()

describe('on a socket', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })

  const opened = async (host: string) => {
    const app = telling({ trustedProxies: 0 })
    const log = { warn: () => undefined, error: () => undefined }
    const served = { app: app as unknown as HttpApp, host, port: 0, settings: { publicUrl: PUBLIC_URL }, log }
    const server = await serve(served)
    closing.push(() => server.close())
    return server.port
  }

  it('two addresses are two clients, and nobody is whom the header says', async () => {
    const port = await opened('127.0.0.1')
    expect(await heardFrom('127.0.0.1', port)).toBe('127.0.0.1')
    expect(await heardFrom('127.0.0.1', port, '127.0.0.2')).toBe('127.0.0.2')
  })

  it('an IPv4 client is the same on a socket that takes both kinds', async () => {
    expect(await heardFrom('127.0.0.1', await opened('::'))).toBe('127.0.0.1')
  })
})
