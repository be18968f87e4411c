import type { HttpApp } from '#adapters/http/dependencies.ts'

/** What a browser says it would like when a person follows a link or sends a form. */
export const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
export const PROGRAM = { Accept: 'application/json' }

type Fields = Readonly<Record<string, string | readonly string[]>>
type Headers = Readonly<Record<string, string>>

const pairsOf = (fields: Fields): (readonly [string, string])[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  )

const urlencoded = (fields: Fields): string => {
  const sent = new URLSearchParams()
  for (const [name, value] of pairsOf(fields)) sent.append(name, value)
  return sent.toString()
}

const multipart = (fields: Fields): FormData => {
  const sent = new FormData()
  for (const [name, value] of pairsOf(fields)) sent.append(name, value)
  return sent
}

/** The three ways in which a write may carry its fields. */
export const BODIES = {
  JSON: (fields: Fields) => ({ body: JSON.stringify(fields), headers: { 'Content-Type': 'application/json' } }),
  'a form': (fields: Fields) => ({
    body: urlencoded(fields),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  }),
  multipart: (fields: Fields) => ({ body: multipart(fields), headers: {} }),
} as const

export type BodyKind = keyof typeof BODIES

export type Asked = {
  readonly method?: string
  readonly fields?: Fields
  readonly as?: BodyKind
  readonly headers?: Headers
}

/** One request; with fields it is a POST unless something else is said. */
export const ask = async (
  { app }: { readonly app: HttpApp },
  path: string,
  { method, fields, as = 'JSON', headers = {} }: Asked = {},
): Promise<Response> => {
  const sent = fields === undefined ? { headers: {} } : BODIES[as](fields)
  const written = method ?? (fields === undefined ? 'GET' : 'POST')
  return app.request(path, { method: written, ...sent, headers: { ...sent.headers, ...headers } })
}

/** Follows the link in a mail. */
export const follow = (given: { readonly app: HttpApp }, path: string, key: string, headers: Headers = PROGRAM) =>
  ask(given, `${path}?activation_key=${key}`, { headers })

/** Sends the form of a page as a browser does. */
export const submit = (given: { readonly app: HttpApp }, path: string, fields: Fields, headers: Headers = {}) =>
  ask(given, path, { fields, as: 'a form', headers: { ...BROWSER, ...headers } })
