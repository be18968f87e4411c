import type { ReceivedMails } from './marked-places.ts'
import { until } from '../story/until.ts'

/** One answer, as it came. */
export type Heard = { readonly call: string; readonly status: number; readonly headers: string; readonly body: string }

type Sent = {
  readonly method?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly token?: string | undefined
  readonly browser?: boolean
  /** In place of fields, as it stands. */
  readonly raw?: readonly [type: string, body: string]
}

type Bodied = {
  readonly id: number
  readonly token: string
  readonly code: string
  readonly user: { readonly id: number }
}

/** A client that keeps every answer, and every secret that it came to know. */
export const marked = (url: string, mails: ReceivedMails) => {
  const heard: Heard[] = []
  const secrets = new Map<string, string>()
  const keep = (name: string, secret: string): string => {
    secrets.set(`${name} (${secrets.size})`, secret)
    return secret
  }

  const send = async (path: string, { method, fields, token, browser = false, raw }: Sent = {}) => {
    const [type, body] = raw ?? ['application/json', JSON.stringify(fields)]
    const writes = raw !== undefined || fields !== undefined
    const form = browser && fields !== undefined ? new URLSearchParams(fields).toString() : body
    const answer = await fetch(new URL(path, url), {
      method: method ?? (writes ? 'POST' : 'GET'),
      redirect: 'manual',
      headers: {
        accept: browser ? 'text/html,*/*;q=0.8' : 'application/json',
        ...(token !== undefined && { authorization: `Token ${token}` }),
        ...(writes && { 'content-type': browser ? 'application/x-www-form-urlencoded' : type }),
      },
      body: writes ? form : null,
    })
    const text = await answer.text()
    const call = `${method ?? (writes ? 'POST' : 'GET')} ${path.split('?')[0]} ${heard.length}`
    heard.push({ call, status: answer.status, headers: JSON.stringify([...answer.headers]), body: text })
    const isJson = answer.headers.get('content-type')?.includes('json') === true
    return { status: answer.status, body: (isJson ? JSON.parse(text) : {}) as Bodied }
  }

  /** The two keys of the newest mail to the address whose subject has these words. */
  const keysIn = async (address: string, words: RegExp) => {
    const text = await until(`a mail to ${address}`, () => mails.newest(address, words))
    const keys = Array.from(text.matchAll(/activation_key=([0-9a-f]{40})/g), ([, key]) =>
      keep(`a key of ${address}`, key ?? ''),
    )
    return { key: keys[0] ?? '', reportNotMe: keys.at(-1) ?? '' }
  }

  const logIn = async (fields: Readonly<Record<string, string>>, path = '/user/login'): Promise<string> => {
    const { body } = await send(path, { fields })
    return keep(`a session of ${path}`, body.token)
  }

  return { heard, secrets, keep, send, keysIn, logIn }
}

export type Marked = ReturnType<typeof marked>
