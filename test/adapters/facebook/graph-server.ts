import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { NOON } from '#adapters/testing/fixtures.ts'

export const APP = { id: '138483919580948', secret: 'f00dfeedf00dfeedf00dfeedf00dfeed' }
export const NOW = Math.floor(NOON / 1000)

/** What Graph knows of a token, as `debug_token` and `me` tell it; `undefined` leaves a field out. */
export type Known = {
  readonly data: Readonly<Record<string, unknown>>
  readonly me: Readonly<Record<string, unknown>>
}

type Asked = { readonly url: URL; readonly authorization: string | undefined }
type Answer = (response: ServerResponse) => void

/** Graph on loopback: `debug_token` and `me` with their documented answers, errors included. */
export type GraphServer = {
  readonly url: string
  readonly asked: readonly Asked[]
  readonly know: (token: string, known: Known) => void
  /** From now on a path is answered like this; `null`: as Graph would. */
  readonly answerWith: (path: 'debug_token' | 'me', answer: Answer | null) => void
  readonly close: () => Promise<void>
}

/** A person's token for our app. */
export const known = (id: string, given: { data?: object; me?: object } = {}): Known => ({
  data: {
    app_id: APP.id,
    type: 'USER',
    application: 'Soundhub',
    data_access_expires_at: NOW + 7_776_000,
    expires_at: NOW + 5_184_000,
    is_valid: true,
    issued_at: NOW,
    scopes: ['email', 'public_profile'],
    user_id: id,
    ...given.data,
  },
  me: { id, name: '김미나', email: 'Mina@Example.org', ...given.me },
})

export const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body))

/** An error as Graph words it, with the token in it as Graph does for some. */
export const graphError = (status: number, error: object): Answer =>
  json(status, { error: { message: 'An error.', type: 'OAuthException', fbtrace_id: 'EJplcsCHuLu', ...error } })

const proofFor = (token: string): string => createHmac('sha256', APP.secret).update(token).digest('hex')

/** To be closed by whoever opens it. */
export const openGraphServer = async (): Promise<GraphServer> => {
  const tokens = new Map<string, Known>()
  const instead = new Map<string, Answer>()
  const asked: Asked[] = []

  const debugToken = ({ url, authorization }: Asked): Answer => {
    if (authorization !== `Bearer ${APP.id}|${APP.secret}`)
      return graphError(400, { code: 190, message: 'Invalid OAuth access token signature.' })
    const found = tokens.get(url.searchParams.get('input_token') ?? '')
    const error = { code: 190, message: 'Invalid OAuth access token.' }
    return json(200, { data: found?.data ?? { error, is_valid: false, scopes: [] } })
  }
  const me = ({ url, authorization = '' }: Asked): Answer => {
    const token = authorization.replace('Bearer ', '')
    const found = tokens.get(token)
    if (found === undefined) return graphError(400, { code: 190, message: `Malformed access token ${token}` })
    if (url.searchParams.get('appsecret_proof') !== proofFor(token))
      return graphError(400, { code: 100, message: 'Invalid appsecret_proof provided in the API argument' })
    const fields = (url.searchParams.get('fields') ?? 'id').split(',')
    return json(200, Object.fromEntries(fields.map((field) => [field, found.me[field]])))
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const one: Asked = { url: new URL(request.url ?? '', 'http://graph'), authorization: request.headers.authorization }
    asked.push(one)
    const path = one.url.pathname.replace('/v23.0/', '')
    const usual = path === 'debug_token' ? debugToken(one) : me(one)
    const answer = instead.get(path) ?? usual
    answer(response)
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v23.0`,
    asked,
    know: (token, one) => void tokens.set(token, one),
    answerWith: (path, answer) => void (answer === null ? instead.delete(path) : instead.set(path, answer)),
    close: async () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/** The same, gone with its test. */
export const newGraphServer = async (): Promise<GraphServer> => {
  const server = await openGraphServer()
  onTestFinished(server.close)
  return server
}
