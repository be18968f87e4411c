/** Header names spelled as in this folder, since one spelled otherwise would stand beside the other. */
export type Headers = Readonly<Record<string, string>>

type Body = string | Uint8Array | ReadableStream<Uint8Array> | null

/** An answer before it is sent: what is its own. What every answer has is added by `send.ts`. */
export type Reply = { readonly status: number; readonly body: Body; readonly headers: Headers }

export const respond = (status: number, body: Body, headers: Headers = {}): Reply => ({ status, body, headers })

export const json = (status: number, value: unknown, headers: Headers = {}): Reply =>
  respond(status, JSON.stringify(value), { 'Content-Type': 'application/json', ...headers })

/** 204: it is done, and there is nothing to say. */
export const nothing = (): Reply => respond(204, null)

/** For answers that hold a secret, or are meant for one person at one moment. */
export const NO_STORE: Headers = { 'Cache-Control': 'no-store' }
