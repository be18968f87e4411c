import { readFile } from 'node:fs/promises'
import type { Browser, CDPSession } from 'playwright-core'
import { until } from '../../story/until.ts'

/** Notes what a page does, in the page. */
export const NOTES = new URL('in-page.js', import.meta.url)

type Message = { readonly id?: number; readonly method?: string; readonly params?: unknown; readonly result?: unknown }

/** A page in a context of its own: nothing is cached, and nothing kept. */
export type UninspectedPage = {
  readonly send: (method: string, params?: object) => Promise<unknown>
  /** Goes there; the page has begun. `idle` waits until nothing is loaded any more. */
  readonly goto: (url: string) => Promise<{ readonly idle: () => Promise<true> }>
  /** What it comes to, as somebody's click would do it. */
  readonly evaluate: <Value>(expression: string) => Promise<Value>
  readonly close: () => Promise<void>
}

/**
 * Opens a page past Playwright, which inspects the network of each of its pages: there Chromium keeps up to 200 MB of what came
 * over it, and takes a fifth more of the processor. (Chrome DevTools Protocol, domains Target, Page and Runtime.)
 */
export const uninspectedPage = async (browser: Browser): Promise<UninspectedPage> => {
  // The types know no messages within messages, which is how a session of one's own is spoken to.
  const session = (await browser.newBrowserCDPSession()) as unknown as Omit<CDPSession, 'send' | 'on'> & {
    readonly send: (method: string, params?: object) => Promise<Record<string, string>>
    readonly on: (event: string, hear: (given: { readonly message: string }) => void) => void
  }
  const { browserContextId } = await session.send('Target.createBrowserContext')
  const { targetId } = await session.send('Target.createTarget', { url: 'about:blank', browserContextId })
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
  const answers = new Map<number, (message: Message) => void>()
  /** The loads after which nothing was loaded any more. */
  const idle = new Set<string>()
  const noteIdle = ({ method, params }: Message): void => {
    const { name, loaderId } = (params ?? {}) as Readonly<Record<string, string>>
    if (method === 'Page.lifecycleEvent' && name === 'networkIdle') idle.add(loaderId ?? '')
  }
  session.on('Target.receivedMessageFromTarget', ({ message: text }) => {
    const message = JSON.parse(text) as Message
    if (message.id === undefined) noteIdle(message)
    else answers.get(message.id)?.(message)
  })
  let count = 0
  const send = async (method: string, params: object = {}): Promise<unknown> => {
    const id = ++count
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve))
    const message = JSON.stringify({ id, method, params })
    await session.send('Target.sendMessageToTarget', { sessionId, message })
    return (await answer).result
  }
  await send('Page.enable')
  await send('Page.bringToFront')
  await send('Page.setLifecycleEventsEnabled', { enabled: true })
  await send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false })
  await send('Page.addScriptToEvaluateOnNewDocument', { source: await readFile(NOTES, 'utf8') })
  return {
    send,
    goto: async (url) => {
      const { loaderId } = (await send('Page.navigate', { url })) as { readonly loaderId: string }
      return { idle: () => until('nothing is loaded any more', () => idle.has(loaderId) || undefined, 30_000) }
    },
    evaluate: async <Value>(expression: string) => {
      const given = { expression, userGesture: true, returnByValue: true }
      return ((await send('Runtime.evaluate', given)) as { readonly result: { readonly value: Value } }).result.value
    },
    close: async () => {
      await session.send('Target.disposeBrowserContext', { browserContextId })
      await session.detach()
    },
  }
}
