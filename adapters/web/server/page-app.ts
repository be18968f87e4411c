import type { Language } from '#application/shared/system.ts'
import type { Author, Me, Problem, User } from '#adapters/client/soundhub.ts'
import type { PageState, View } from '../contract.ts'
import type { BuiltPage } from './built.ts'
import { etagOf, policyOf } from './policy.ts'
import { authorOf, type PageRoute, routeOf } from './routes.ts'
import { staticFile } from './static-files.ts'

/** Answers a request; the second argument is what the host's server gives along. */
export type Fetch = (request: Request, bindings?: unknown) => Response | Promise<Response>

export type PageOptions = {
  /** The HTTP API of the same host. */
  readonly api: Fetch
  readonly built: BuiltPage
  readonly publicUrl: string
  readonly mediaUrl: string
  readonly googleClientId: string | null
  readonly demo: boolean
  /** Whether an `Accept` header prefers a page to JSON. */
  readonly prefersPage: (accept: string | undefined) => boolean
  /** The language for an `Accept-Language` header. */
  readonly languageOf: (acceptLanguage: string | undefined) => Language
}

const ASSETS = '/assets/'

/** What came of a question to the API. */
type Answer = { readonly status: number; readonly body: unknown; readonly cookies: readonly string[] }

type Asking = {
  readonly ask: (path: string) => Promise<Answer>
  readonly language: Language
}

const LANGUAGE_COOKIE = /(?:^|;\s*)lang=(en|ko)(?:;|$)/

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

/** A client of the API in the same process, which asks in the name of whoever asks for the page. */
const askingFor = (options: PageOptions, request: Request, bindings: unknown): Asking => {
  const cookie = request.headers.get('Cookie') ?? ''
  const chosen = LANGUAGE_COOKIE.exec(cookie)?.[1] ?? request.headers.get('Accept-Language') ?? undefined
  const language = options.languageOf(chosen)
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language })
  for (const name of ['Cookie', 'User-Agent', 'X-Request-Id', 'X-Forwarded-For']) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  const ask = async (path: string): Promise<Answer> => {
    const answer = await options.api(new Request(new URL(path, request.url), { headers }), bindings)
    return { status: answer.status, body: JSON.parse(await answer.text()), cookies: answer.headers.getSetCookie() }
  }
  return { ask, language }
}

type Page = {
  readonly status: number
  readonly view: View
  readonly viewer: Me | null
  readonly cookies: readonly string[]
}

/** Who asks, if that is known. */
const viewerOf = async (
  request: Request,
  { ask }: Asking,
): Promise<{ viewer: Me | null; cookies: readonly string[] }> => {
  if (!(request.headers.get('Cookie') ?? '').includes('soundhub=')) return { viewer: null, cookies: [] }
  const { status, body, cookies } = await ask('/user/me')
  return { viewer: status === 200 ? (body as Me) : null, cookies }
}

/** Those of these users who are there. */
const peopleOf = async (ids: readonly number[], { ask }: Asking): Promise<readonly Author[]> => {
  const answers = await Promise.all([...new Set(ids)].map((id) => ask(`/user/${id}`)))
  return answers.filter(({ status }) => status === 200).map(({ body }) => authorOf(body as User))
}

const load = async (route: PageRoute, request: Request, asking: Asking): Promise<Page> => {
  const names = Object.keys(route.reads)
  const [{ viewer, cookies }, ...answers] = await Promise.all([
    viewerOf(request, asking),
    ...names.map((name) => asking.ask(route.reads[name]!)),
  ])
  const refused = answers.find(({ status }) => status >= 400)
  if (refused !== undefined)
    return { status: refused.status, view: { name: 'problem', problem: refused.body as Problem }, viewer, cookies }
  const read = Object.fromEntries(names.map((name, at) => [name, answers[at]!.body]))
  const people = route.people === undefined ? {} : { people: await peopleOf(route.people(read), asking) }
  return {
    status: 200,
    view: { name: route.view, ...route.given, ...read, ...people } as unknown as View,
    viewer,
    cookies,
  }
}

const toLogin = (url: URL): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: `/login?next=${encodeURIComponent(url.pathname + url.search)}`, 'Cache-Control': 'no-store' },
  })

const originOf = (mediaUrl: string): string | null => (mediaUrl.startsWith('http') ? new URL(mediaUrl).origin : null)

/**
 * Soundhub in a browser: pages that are rendered here and then come alive there, in front of the API, which answers everything
 * that is no page. A request gets a page if it reads and prefers HTML.
 */
export const pageApp = (options: PageOptions): Fetch => {
  const { api, built, publicUrl, mediaUrl, googleClientId, demo, prefersPage } = options
  const hasGoogle = googleClientId !== null
  const mediaOrigin = originOf(mediaUrl)
  const policies = [false, true].map((isEmbedded) => policyOf({ mediaOrigin, hasGoogle, isEmbedded }))

  const show = (request: Request, { status, view, viewer, cookies }: Page, language: Language): Response => {
    const url = new URL(request.url)
    const state: PageState = {
      language,
      viewer,
      view,
      publicUrl,
      path: url.pathname + url.search,
      mediaUrl,
      googleClientId,
      demo,
    }
    const text = built.render(state, built.assets)
    const headers = new Headers({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Content-Security-Policy': policies[view.name === 'embed' ? 1 : 0]!,
      'Cache-Control': viewer === null ? 'no-cache' : 'private, no-store',
      'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self)',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept, Accept-Language, Cookie',
    })
    for (const cookie of cookies) headers.append('Set-Cookie', cookie)
    const etag = etagOf(text)
    if (viewer === null && status === 200) {
      headers.set('ETag', etag)
      if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers })
    }
    return new Response(request.method === 'HEAD' ? null : text, { status, headers })
  }

  const page = async (request: Request, bindings: unknown): Promise<Response> => {
    const url = new URL(request.url)
    const route = routeOf(url)
    if (route === null) return withoutPage(request, bindings)
    const asking = askingFor(options, request, bindings)
    const loaded = await load(route, request, asking)
    if (loaded.viewer === null && (route.access === 'user' || loaded.status === 401)) return toLogin(url)
    return show(request, loaded, asking.language)
  }

  /** A problem is shown as a page, since a person reads it. */
  const withoutPage = async (request: Request, bindings: unknown): Promise<Response> => {
    const answer = await api(request, bindings)
    if (answer.headers.get('Content-Type') !== 'application/problem+json') return answer
    const problem = (await answer.json()) as Problem
    const { language } = askingFor(options, request, bindings)
    return show(
      request,
      { status: answer.status, view: { name: 'problem', problem }, viewer: null, cookies: [] },
      language,
    )
  }

  return (request, bindings) => {
    if (!isRead(request)) return api(request, bindings)
    const { url } = request
    const path = url.indexOf(ASSETS, url.indexOf('/', 8))
    if (path !== -1) {
      const file = built.files.get(url.slice(path + ASSETS.length))
      if (file !== undefined) return staticFile(request, file)
    }
    return prefersPage(request.headers.get('Accept') ?? undefined) ? page(request, bindings) : api(request, bindings)
  }
}
