import { Agent, request } from 'node:http'

/** What became of a load, one request after the other. */
export type Load = {
  /** Sends no further request, and waits for what was sent. */
  stop(): Promise<{
    readonly answered: number
    readonly refused: readonly number[]
    readonly dropped: readonly string[]
  }>
}

type Asked = { readonly path: string; readonly headers?: Readonly<Record<string, string>> }

/** The status of the answer, read to its end. */
const ask = (agent: Agent, url: string, { path, headers = {} }: Asked): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { agent, headers }, (answer) => {
      answer.on('error', reject)
      answer.on('end', () => resolve(answer.statusCode ?? 0))
      answer.resume()
    })
    sent.on('error', reject)
    sent.end()
  })

const PAUSE = 20

/** Sends so many requests a second, over connections that are kept, whether those before were answered or not. */
export const load = (url: string, perSecond: number, asked: Asked): Load => {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const refused: number[] = []
  const dropped: string[] = []
  const open = new Set<Promise<void>>()
  let [answered, due] = [0, 0]
  const note = async (): Promise<void> => {
    try {
      const status = await ask(agent, url, asked)
      answered++
      if (status !== 200) refused.push(status)
    } catch (cause) {
      dropped.push(String(cause))
    }
  }
  const send = (): void => {
    const one = note()
    open.add(one)
    void one.finally(() => open.delete(one))
  }
  const timer = setInterval(() => {
    for (due += (perSecond * PAUSE) / 1000; due >= 1; due--) send()
  }, PAUSE)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(open)
      agent.destroy()
      return { answered, refused, dropped }
    },
  }
}
