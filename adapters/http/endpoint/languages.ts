import { type Accept, parseAccept } from 'hono/utils/accept'
import type { Language } from '#application/shared/system.ts'
import type { HttpContext } from '../dependencies.ts'

const quality = (accepted: readonly Accept[], matches: (type: string) => boolean): number =>
  Math.max(0, ...accepted.filter(({ type }) => matches(type.toLowerCase())).map(({ q }) => q))

const speaks = (language: Language) => (range: string) => range === language || range.startsWith(`${language}-`)

/** Korean if it is preferred to English, or ranked equally and named first; otherwise English. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  if (acceptLanguage === undefined) return 'en'
  const ranges = parseAccept(acceptLanguage)
    .toSorted((one, other) => other.q - one.q)
    .flatMap(({ type, q }) => (q > 0 ? [type.toLowerCase()] : []))
  const first = ranges.find((range) => range === '*' || speaks('ko')(range) || speaks('en')(range))
  return first !== undefined && speaks('ko')(first) ? 'ko' : 'en'
}

/** Whether JSON is requested explicitly and not by a wildcard. */
export const namesJson = (accept: string | undefined): boolean =>
  accept !== undefined && quality(parseAccept(accept), (type) => type === 'application/json') > 0

/** Whether HTML is preferred to JSON, or ranked equally, as browsers do. */
export const prefersPage = (accept: string | undefined): boolean => {
  if (accept === undefined) return false
  const accepted = parseAccept(accept)
  const page = quality(accepted, (type) => type === 'text/html' || type === 'application/xhtml+xml')
  return page > 0 && page >= quality(accepted, (type) => type === 'application/json')
}

/** The description of mailed links in the API document. */
export const LINK_DESCRIPTION =
  'A GET with an explicit `Accept: application/json` acts. Any other GET changes nothing and shows a page whose form POSTs ' +
  'what the GET would have done; that page also shows refusals.'

/** Whether a program opens the link: it requests JSON explicitly. HEAD never changes anything. */
export const acts = ({ req }: HttpContext): boolean => req.method === 'GET' && namesJson(req.header('Accept'))
