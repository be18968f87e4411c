import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What the server does with whoever asks for keys. */
export type KeyAnswer = 'keys' | 'error' | 'garbage' | 'silence' | 'redirect'

/** A JWKS on loopback, as Google serves one. */
export type KeyServer = {
  readonly url: string
  /** How often the keys were asked for. */
  readonly asked: () => number
  readonly serve: (keys: readonly object[]) => void
  readonly answerWith: (answer: KeyAnswer) => void
  readonly close: () => Promise<void>
}

/** To be closed by whoever opens it. */
export const openKeyServer = async (keys: readonly object[]): Promise<KeyServer> => {
  let [served, answer, asked] = [keys, 'keys' as KeyAnswer, 0]
  const say = (response: ServerResponse): void => {
    const json = { 'content-type': 'application/json' }
    if (answer === 'keys') response.writeHead(200, json).end(JSON.stringify({ keys: served }))
    if (answer === 'error') response.writeHead(503).end('later')
    if (answer === 'garbage') response.writeHead(200, json).end('<html>')
    if (answer === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end()
  }
  const { url, close } = await listening((_, response) => {
    asked++
    say(response)
  })
  return {
    url: `${url}/certs`,
    asked: () => asked,
    serve: (next) => void (served = next),
    answerWith: (next) => void (answer = next),
    close,
  }
}

/** The same, gone with its test. */
export const newKeyServer = async (keys: readonly object[]): Promise<KeyServer> => {
  const server = await openKeyServer(keys)
  onTestFinished(server.close)
  return server
}

const listening = async (listener: RequestListener) => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
