import { until } from './until.ts'

/** A JSON object as it came. */
export type Body = Readonly<Record<string, unknown>> & {
  readonly id: number
  readonly token: string
  readonly code: string
  readonly author_track: string
  readonly comment_track: string
  readonly master_track: string | null
  readonly mix: { readonly status: string; readonly revision: number; readonly reason?: string } | null
  readonly results: readonly Body[]
  readonly next: string | null
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Body }

type Sent = {
  readonly method?: string
  readonly fields?: object
  readonly token?: string | undefined
  readonly files?: Files
}
type Files = Readonly<Record<string, Uint8Array>>

const multipart = (fields: object, files: Files): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  for (const [name, bytes] of Object.entries(files)) form.append(name, new Blob([bytes.slice()]), 'sound')
  return form
}

/** A musician's client: one token, and what it can do with it. */
export const client = (url: string, token?: string) => {
  const send = async (path: string, { method, fields, files }: Sent = {}): Promise<Answer> => {
    const writes = fields !== undefined || files !== undefined
    const answer = await fetch(new URL(path, url), {
      method: method ?? (writes ? 'POST' : 'GET'),
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Token ${token}` }),
        ...(writes && files === undefined ? { 'content-type': 'application/json' } : {}),
      },
      body: files === undefined ? (writes ? JSON.stringify(fields) : null) : multipart(fields ?? {}, files),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) }
  }
  return {
    token,
    send,
    post: (title: string, track: Uint8Array) =>
      send('/post', { fields: { title, instrument: 'Guitar', genre: 'Rock' }, files: { author_track: track } }),
    comment: (post: number, track: Uint8Array, instrument = 'Bass') =>
      send(`/post/${post}/comments`, { fields: { instrument }, files: { comment_track: track } }),
    mix: (post: number, comments: readonly number[]) =>
      send(`/post/${post}/mix`, { method: 'PATCH', fields: { mix_tracks: comments } }),
    media: async (path: string): Promise<Uint8Array> =>
      new Uint8Array(await (await fetch(new URL(`/media/${path}`, url))).arrayBuffer()),
    /** The post once its mix is no longer under way. */
    mixed: (post: number, milliseconds = 60_000): Promise<Body> =>
      until(
        `the mix of post ${post}`,
        async () => {
          const { body } = await send(`/post/${post}`)
          return body.mix?.status === 'done' || body.mix?.status === 'failed' ? body : undefined
        },
        milliseconds,
      ),
  }
}

export type Client = ReturnType<typeof client>

/** Signs up, opens the link in the mail, logs in. */
export const join = async (
  url: string,
  nickname: string,
  linkFor: (address: string) => Promise<string>,
): Promise<Client> => {
  const email = `${nickname}@example.org`
  const anybody = client(url)
  const fields = { email, nickname, instrument: 'Guitar', password1: 'seven-strings', password2: 'seven-strings' }
  const signedUp = await anybody.send('/user/signup', { fields })
  if (signedUp.status !== 201) throw new Error(`sign-up: ${signedUp.status} ${JSON.stringify(signedUp.body)}`)
  const link = new URL(await linkFor(email))
  const opened = await anybody.send(`${link.pathname}${link.search}`)
  if (opened.status !== 200) throw new Error(`activation: ${opened.status} ${JSON.stringify(opened.body)}`)
  const { body } = await anybody.send('/user/login', { fields: { email, password: 'seven-strings' } })
  return client(url, body.token)
}
