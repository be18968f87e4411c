import type { HttpApp } from '#adapters/http/dependencies.ts'
import type { Operation } from './operations.ts'
import { type Body, type Request, written } from './arbitraries.ts'
import { faultsOf } from './conforming.ts'

/** A Soundhub to send requests to. */
export type FuzzedPlace = {
  /** By their calls. */
  readonly operations: ReadonlyMap<string, Operation>
  readonly app: HttpApp
  /** The Authorization header of each who may ask. */
  readonly headers: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What `«name»` stands for. */
  readonly words: Readonly<Record<string, string>>
  /** All that a refusal may not leave behind, or take away. */
  readonly kept: () => Promise<string>
  /** Files that arrived and that nobody has taken. */
  readonly staged: () => readonly string[]
}

const pairs = (fields: Readonly<Record<string, unknown>>): (readonly [string, unknown])[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((one: unknown) => [name, one] as const) : [[name, value] as const],
  )

const multipartOf = (fields: Readonly<Record<string, unknown>>): FormData => {
  const form = new FormData()
  for (const [name, value] of pairs(fields))
    if (value instanceof Uint8Array) form.append(name, new Blob([new Uint8Array(value)]), 'a.wav')
    else form.append(name, written(value))
  return form
}

const jsonOf = (fields: object): string => {
  try {
    return JSON.stringify(fields)
  } catch {
    return '{"unwritable":1n}'
  }
}

const bodyOf = (body: Body) => {
  switch (body.as) {
    case 'JSON':
      return { body: jsonOf(body.fields), headers: { 'Content-Type': 'application/json' } }
    case 'a form': {
      const form = new URLSearchParams(
        pairs(body.fields).map(([name, value]): [string, string] => [name, written(value)]),
      )
      return { body: form.toString(), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }
    }
    case 'multipart':
      return { body: multipartOf(body.fields), headers: {} }
    case 'bytes':
      return { body: Uint8Array.from(body.bytes), headers: body.type === '' ? {} : { 'Content-Type': body.type } }
  }
}

const withWords = (body: Body | null, words: FuzzedPlace['words']): Body | null => {
  if (body === null || body.as === 'bytes') return body
  const known = (value: unknown) => (typeof value === 'string' ? (words[value] ?? value) : value)
  return { ...body, fields: Object.fromEntries(Object.entries(body.fields).map(([name, one]) => [name, known(one)])) }
}

const send = async ({ app, headers, words }: FuzzedPlace, request: Request): Promise<Response> => {
  const { call, query, access } = request
  const path = Object.entries(words).reduce(
    (filled, [name, word]) => filled.replaceAll(encodeURIComponent(name), encodeURIComponent(word)),
    request.path,
  )
  const method = call.split(' ')[0]!
  const body = withWords(request.body, words)
  const asked = new URLSearchParams(
    pairs(Object.fromEntries(query)).map(([name, value]): [string, string] => [
      name,
      words[written(value)] ?? written(value),
    ]),
  ).toString()
  const sent = body === null || method === 'GET' ? { headers: {} } : bodyOf(body)
  return app.request(`${path}${asked === '' ? '' : `?${asked}`}`, {
    method,
    ...sent,
    headers: { ...request.headers, ...sent.headers, ...headers[access] },
  })
}

/** What is wrong with the answer, or with what a refused request left behind. */
export const faultsAfter = async (place: FuzzedPlace, request: Request): Promise<readonly string[]> => {
  const before = await place.kept()
  const answer = await send(place, request)
  const { status } = answer
  const { call } = request
  const faults = [...(await faultsOf(place.operations.get(call)!, answer))]
  if (status >= 500) faults.push(`${call} answers ${status}`)
  if (status >= 400 && (await place.kept()) !== before) faults.push(`${call} ${status} left something`)
  if (place.staged().length > 0) faults.push(`${call} ${status} left a file in staging`)
  return faults
}
