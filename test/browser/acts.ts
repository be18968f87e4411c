import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { MemoryFailedJobs } from '#adapters/memory/system/memory-failed-jobs.ts'
import { open } from '#bootstrap/container.ts'
import { newestLink } from '../story/outbox.ts'
import type { Stage } from './stage.ts'

type Account = { readonly email: string; readonly password: string }

/** What a page of this host may ask for; writes name their origin, as a browser's do. */
export const asker = (stage: Stage, { request }: BrowserContext) => {
  const headers = { Origin: new URL(stage.url).origin, Accept: 'application/json', 'Soundhub-Session': 'cookie' }
  return async <Value>(method: string, path: string, sent: object = {}): Promise<Value> => {
    const answer = await request.fetch(path, { method, headers, ...sent })
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    const text = await answer.text()
    return (text === '' ? null : JSON.parse(text)) as Value
  }
}

/** Logs a browser in. */
export const enter = (stage: Stage, context: BrowserContext, { email, password }: Account): Promise<unknown> =>
  asker(stage, context)('POST', '/user/login', { data: { email, password } })

/** The link in the newest mail to an address. */
export const mailedLink = async (stage: Stage, address: string): Promise<string> => {
  const { settings } = await open(stage.container, ['settings'])
  return newestLink(join(settings.DATA_DIR, 'outbox'), address)
}

/** An account of staff, which the command line makes. */
export const makeStaff = async (stage: Stage): Promise<Account> => {
  const { soundhub } = await open(stage.container, ['soundhub'])
  const account = { email: 'staff@example.org', nickname: 'staff', password: 'correct-horse-7' }
  ;(await soundhub.accounts.createStaff(account))._unsafeUnwrap()
  return account
}

/** Jobs that failed at every try, of which only staff hears. */
export const failJobs = async ({ container }: Stage, folders: readonly string[]): Promise<void> => {
  const failed = (await open(container, ['failedJobs'])).failedJobs as MemoryFailedJobs
  const cause = { type: 'Unavailable', what: 'files', cause: { code: 'EACCES' } }
  for (const folder of folders) (await failed.bury({ type: 'remove-folder', folder }, cause))._unsafeUnwrap()
}

/** What must not happen on any page: errors, dialogs, refusals by its Content-Security-Policy. Gives back what did. */
export const watched = (context: BrowserContext): string[] => {
  const seen: string[] = []
  const note = (page: Page, what: string) => seen.push(`${page.url()}: ${what}`)
  context.on('page', (page) => {
    page.on('pageerror', (error) => note(page, `error: ${error.message}`))
    page.on('dialog', (dialog) => {
      note(page, `dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      // A page that says "there is nothing here" is answered with 404, which Chromium reports.
      if (message.type() !== 'error' || message.location().url === page.url()) return
      note(page, `console: ${message.text()}`)
    })
  })
  return seen
}

/** Reports what a Content-Security-Policy refused, in the console. */
export const VIOLATIONS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  console.error('policy: ' + violatedDirective + ' ' + blockedURI + ' ' + sample))`
