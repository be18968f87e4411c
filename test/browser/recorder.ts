import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'

const SCRIPT = fileURLToPath(new URL('in-page/recorder.js', import.meta.url))

/** Records what pages of this context let be heard. The context has to be opened with `bypassCSP`. */
export const recordPages = (context: BrowserContext): Promise<unknown> => context.addInitScript({ path: SCRIPT })

/** What was heard so far, interleaved, without the quanta in which nothing was. */
export const heardOn = async (page: Page): Promise<Float32Array> => {
  const bytes = Buffer.from(await page.evaluate<string>('heard()'), 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

/** Forgets what was heard so far. */
export const forgetOn = (page: Page): Promise<unknown> => page.evaluate('forgetHeard()')
