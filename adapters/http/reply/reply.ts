import type { CookieChange } from '../endpoint/session-cookie.ts'

/** Header names must be spelled consistently, because keys that differ in case would be sent twice. */
export type Headers = Readonly<Record<string, string>>

type Body = string | Uint8Array | ReadableStream<Uint8Array> | null

/** A response before it is sent. `send.ts` adds the headers that every response has. */
export type Reply = {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
  /** The page's cookie: it is set, or cleared if the request presented it. */
  readonly cookie?: CookieChange
}

export const respond = (status: number, body: Body, headers: Headers = {}): Reply => ({ status, body, headers })

export const json = (status: number, value: unknown, headers: Headers = {}): Reply =>
  respond(status, JSON.stringify(value), { 'Content-Type': 'application/json', ...headers })

/** The session of the request is over, and its cookie with it. */
export const endingCookie = (reply: Reply): Reply => ({ ...reply, cookie: 'clear' })

/** 204 without a body. */
export const nothing = (): Reply => respond(204, null)

/** For responses with secrets, or for one person at one moment. */
export const NO_STORE: Headers = { 'Cache-Control': 'no-store' }
