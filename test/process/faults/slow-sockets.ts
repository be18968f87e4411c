import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'

/** Everybody sends a byte a second. */
const BYTE_EVERY = 1_000

const HEAD = 'Host: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n'
const FIELDS = ['title', 'instrument', 'genre']
  .map((name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nGuitar\r\n`)
  .join('')
const FILE = '--x\r\nContent-Disposition: form-data; name="author_track"; filename="a.wav"\r\n\r\n'

/** How a request begins that is never finished: in its head, or in the file it uploads. */
const BEGINNINGS: readonly ((token: string) => string)[] = [
  () => 'POST /post HTTP/1.1\r\nX-Slow: ',
  (token) => `POST /post HTTP/1.1\r\n${HEAD}Authorization: Token ${token}\r\n\r\n${FIELDS}${FILE}RIFF`,
]

/** Sockets that hardly send anything. */
export type SlowSockets = {
  /** How many were opened, and how long each stayed, in ms. */
  readonly opened: () => number
  readonly stayed: readonly number[]
  readonly end: () => void
}

/** Opens so many, half of them slow in the head, half in the body. */
export const openSlowSockets = (url: string, count: number, token: string): SlowSockets => {
  const { hostname, port } = new URL(url)
  const stayed: number[] = []
  let opened = 0
  const sockets = Array.from({ length: count }, (_, at): Socket => {
    const socket = connect(Number(port), hostname)
    socket.once('connect', () => {
      opened++
      const since = performance.now()
      socket.write(BEGINNINGS[at % BEGINNINGS.length]!(token))
      socket.once('close', () => stayed.push(performance.now() - since))
    })
    return socket.on('error', () => undefined).resume()
  })
  const timer = setInterval(() => {
    for (const socket of sockets) if (socket.writable && !socket.connecting) socket.write('a')
  }, BYTE_EVERY)
  return {
    opened: () => opened,
    stayed,
    end: () => {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Uploads a file, of which no copy is made; gives its status. */
export const uploadOnSocket = (url: string, token: string, file: Uint8Array): Promise<number | string> =>
  new Promise((resolve) => {
    const end = '\r\n--x--\r\n'
    const begin = `${FIELDS.replace('genre"\r\n\r\nGuitar', 'genre"\r\n\r\nRock')}${FILE}`
    const headers = {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': begin.length + file.length + end.length,
      authorization: `Token ${token}`,
    }
    const sent = request(new URL('/post', url), { method: 'POST', headers, agent: false }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', (cause) => resolve(cause.message))
    sent.write(begin)
    sent.write(file)
    sent.end(end)
  })

/** How long somebody else waits for a list of posts, in ms, again and again until the signal. */
export const waitsOf = async (url: string, signal: AbortSignal): Promise<readonly number[]> => {
  const agent = new Agent({ keepAlive: true })
  const waits: number[] = []
  while (!signal.aborted) {
    const begun = performance.now()
    await new Promise<void>((resolve, reject) => {
      const asked = request(new URL('/post', url), { agent }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`answered with ${answer.statusCode}`))
        answer.resume().once('end', resolve)
      })
      asked.on('error', reject).end()
    })
    waits.push(performance.now() - begun)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  agent.destroy()
  return waits
}

export const p99 = (waits: readonly number[]): number =>
  waits.toSorted((one, other) => one - other)[Math.floor(waits.length * 0.99)] ?? 0
