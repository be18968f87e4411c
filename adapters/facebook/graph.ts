import { err, ok, Result, ResultAsync } from 'neverthrow'
import type { ProviderRefused } from '#application/account/ports.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'

/** Where Graph is, and by what it is reached. */
export type GraphPlace = {
  /** With its version, as `https://graph.facebook.com/v23.0`. */
  readonly graphUrl: string
  readonly fetch: typeof globalThis.fetch
}

/** One question. The token goes in a header: addresses end up in logs. */
export type GraphQuestion = {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly token: string
  readonly signal: AbortSignal
}

export type JsonObject = Readonly<Record<string, unknown>>

const LARGEST_ANSWER = 64 * 1024

/**
 * Codes that Graph's documentation gives for trouble of its own (1, 2, 341) and for too many calls, whoever's they are
 * (4, 17, 32, 613); they say nothing about the token.
 */
const PASSING: readonly unknown[] = [1, 2, 4, 17, 32, 341, 613]
const TOO_MANY_REQUESTS = 429

/** Asks Graph. What is no answer of Graph's is an outage; what Graph says against it is a refusal. */
export const askGraph = (place: GraphPlace, question: GraphQuestion): Outcome<JsonObject, ProviderRefused> =>
  ResultAsync.fromPromise(fetchAnswer(place, question), (cause) => outage(question, causeOf(cause))).andThen((answer) =>
    read(question, answer),
  )

type Answer = { readonly status: number; readonly body: string }

const fetchAnswer = async ({ graphUrl, fetch }: GraphPlace, question: GraphQuestion): Promise<Answer> => {
  const { path, query, token, signal } = question
  const url = new URL(`${graphUrl.replace(/\/+$/, '')}/${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  // A redirect would carry the tokens to whoever it names.
  const response = await fetch(url, { headers, signal, redirect: 'manual' })
  return { status: response.status, body: await bodyOf(response) }
}

const bodyOf = async (response: Response): Promise<string> => {
  const pieces: Uint8Array[] = []
  let length = 0
  // Leaving the loop by an error hangs up on whoever is still sending.
  for await (const piece of response.body ?? []) {
    length += piece.byteLength
    if (length > LARGEST_ANSWER) throw new TooLarge()
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

const parseJson = Result.fromThrowable((body: string): unknown => JSON.parse(body))

const read = (question: GraphQuestion, { status, body }: Answer): Result<JsonObject, ProviderRefused | Unavailable> => {
  const isGraphs = status === 200 || (status >= 400 && status < 500 && status !== TOO_MANY_REQUESTS)
  if (!isGraphs) return err(outage(question, `status ${status}`))
  const said = parseJson(body).unwrapOr(null)
  if (!isObject(said)) return err(outage(question, `status ${status}, no JSON object`))
  if (status === 200 && said['error'] === undefined) return ok(said)
  const { code, error_subcode: subcode, is_transient: isTransient } = isObject(said['error']) ? said['error'] : {}
  const why = `status ${status}, error ${numberOf(code)}/${numberOf(subcode)}`
  const isPassing = isTransient === true || PASSING.includes(code)
  return err(isPassing ? outage(question, why) : refused(`${question.path}: ${why}`))
}

/** Whether it has fields. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Graph's own words may repeat the token; its numbers do not. */
const numberOf = (value: unknown): string => (typeof value === 'number' ? String(value) : 'unknown')

/** Made anew, since what fetch throws may hold the address with its query. */
const outage = ({ path }: GraphQuestion, why: string): Unavailable =>
  unavailable('facebook', new Error(`Graph's ${path}: ${why}`))

const causeOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'failed'
  const { code } = isObject(cause.cause) ? cause.cause : {}
  return typeof code === 'string' ? `${cause.name} ${code}` : cause.name
}

/** Facebook does not vouch. */
export const refused = (why: string): ProviderRefused => ({ type: 'ProviderRefused', provider: 'facebook', why })
