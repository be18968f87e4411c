import { type Problem, SoundhubClient, HttpClient } from '#adapters/client/soundhub.ts'

/** What a refused request says to a person. */
export type Refused = Pick<Problem, 'status' | 'code' | 'detail'> & { readonly errors: NonNullable<Problem['errors']> }

/** How a request went. */
export type Asked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refused: Refused }

const language = (): string => (typeof document === 'undefined' ? 'en' : document.documentElement.lang)

/** The API of this host. The session is a cookie, which goes along by itself. */
export const api = new SoundhubClient(
  new HttpClient({
    baseUrl: '',
    baseApiParams: { credentials: 'same-origin', headers: {} },
    customFetch: (input, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('Accept', 'application/json')
      headers.set('Accept-Language', language())
      // A login is answered with a cookie in the place of a token.
      headers.set('Soundhub-Session', 'cookie')
      return fetch(input, { ...init, headers })
    },
  }),
)

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Problem>).status === 'number' &&
  'code' in value

/** The client reads no body where a success has none, so the problem may still be in the response. */
const problemIn = async (thrown: unknown): Promise<unknown> => {
  if (!(thrown instanceof Response)) return null
  const { error } = thrown as Response & { readonly error?: unknown }
  return isProblem(error) || thrown.bodyUsed ? error : thrown.json().catch(() => null)
}

/** Why a request was refused, by its body; a status of 0 is one that nobody answered. */
export const refusalOf = (body: unknown, status = 0): Refused => {
  if (!isProblem(body)) return { status, code: 'UNREACHABLE', detail: '', errors: [] }
  return { status: body.status, code: body.code, detail: body.detail, errors: body.errors ?? [] }
}

/** Waits for a call of {@link api} and gives its answer, or why it was refused; it does not throw. */
export const asked = async <Value>(call: Promise<{ readonly data: Value }>): Promise<Asked<Value>> => {
  try {
    return { ok: true, value: (await call).data }
  } catch (thrown) {
    return { ok: false, refused: refusalOf(await problemIn(thrown)) }
  }
}
