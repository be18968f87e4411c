import { err, ok, Result, ResultAsync } from 'neverthrow'
import type { ProviderRefused } from '#application/account/ports.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'

/** How Graph is reached. */
export type GraphClient = {
  /** May include a version: `https://graph.facebook.com/v23.0`. */
  readonly graphUrl: string
  readonly fetch: typeof globalThis.fetch
}

/** One request. The token goes in a header, because URLs end up in logs. */
export type GraphRequest = {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly token: string
  readonly signal: AbortSignal
}

export type JsonObject = Readonly<Record<string, unknown>>

const MAX_RESPONSE_BYTES = 64 * 1024

/**
 * Graph's documented codes for its own failures (1, 2, 341) and for rate limits (4, 17, 32, 613). They say nothing about
 * the token.
 */
const TRANSIENT_CODES: readonly unknown[] = [1, 2, 4, 17, 32, 341, 613]
const TOO_MANY_REQUESTS = 429

/** Calls Graph. An error that Graph reports about the token is a refusal; any other failure is an outage. */
export const callGraph = (client: GraphClient, request: GraphRequest): Outcome<JsonObject, ProviderRefused> =>
  ResultAsync.fromPromise(fetchResponse(client, request), (cause) => outage(request, causeOf(cause))).andThen(
    (response) => read(request, response),
  )

type GraphResponse = { readonly status: number; readonly body: string }

const fetchResponse = async ({ graphUrl, fetch }: GraphClient, request: GraphRequest): Promise<GraphResponse> => {
  const { path, query, token, signal } = request
  const url = new URL(`${graphUrl.replace(/\/+$/, '')}/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  // Following a redirect would send the token to another host.
  const response = await fetch(url, { headers, signal, redirect: 'manual' })
  return { status: response.status, body: await bodyOf(response) }
}

const bodyOf = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let length = 0
  // Throwing out of this loop closes the connection.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength
    if (length > MAX_RESPONSE_BYTES) throw new TooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

const parseJson = Result.fromThrowable((body: string): unknown => JSON.parse(body))

const read = (
  request: GraphRequest,
  { status, body }: GraphResponse,
): Result<JsonObject, ProviderRefused | Unavailable> => {
  const isGraphAnswer = status === 200 || (status >= 400 && status < 500 && status !== TOO_MANY_REQUESTS)
  if (!isGraphAnswer) return err(outage(request, `status ${status}`))
  const json = parseJson(body).unwrapOr(null)
  if (!isObject(json)) return err(outage(request, `status ${status}, no JSON object`))
  if (status === 200 && json['error'] === undefined) return ok(json)
  const { code, error_subcode: subcode, is_transient: isTransient } = isObject(json['error']) ? json['error'] : {}
  const why = `status ${status}, error ${numberOf(code)}/${numberOf(subcode)}`
  const isOutage = isTransient === true || TRANSIENT_CODES.includes(code)
  return err(isOutage ? outage(request, why) : refused(`${request.path}: ${why}`))
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Only numbers are logged: Graph's messages may repeat the token. */
const numberOf = (value: unknown): string => (typeof value === 'number' ? String(value) : 'unknown')

/** A new error, because the one fetch throws may contain the URL with its query. */
const outage = ({ path }: GraphRequest, why: string): Unavailable =>
  unavailable('facebook', new Error(`Graph's ${path}: ${why}`))

const causeOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'failed'
  const { code } = isObject(cause.cause) ? cause.cause : {}
  return typeof code === 'string' ? `${cause.name} ${code}` : cause.name
}

export const refused = (why: string): ProviderRefused => ({ type: 'ProviderRefused', provider: 'facebook', why })
