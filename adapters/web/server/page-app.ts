import type { Language } from '#application/shared/system.ts'
import { logInPath } from '../page/share/addresses.ts'
import { askingIn, type Fetch, hasSession, languageFor } from './asking.ts'
import type { BuiltPage } from './built.ts'
import { inTurns } from './in-turns.ts'
import { type KeptPage, keptPages, pageOf } from './kept-pages.ts'
import { load, type Loaded, problemOf } from './load.ts'
import { policyOf } from './policy.ts'
import { type PageRoute, routeOf } from './routes.ts'
import { isKnown } from './sent.ts'
import { handlersOf } from './share/handlers.ts'
import type { Site } from './share/site.ts'
import { demonstration, isForDemo, type MakeDemo } from './demo.ts'
import { staticFile } from './static-files.ts'

export type PageOptions = Site & {
  /** The HTTP API of the same host. */
  readonly api: Fetch
  readonly built: BuiltPage
  readonly googleClientId: string | null
  /** Makes songs to play with where there are none, and says how to log in; null where that is not offered. */
  readonly makeDemo: MakeDemo | null
  /** Whether an `Accept` header prefers a page to JSON. */
  readonly prefersPage: (accept: string | undefined) => boolean
  /** The language for an `Accept-Language` header. */
  readonly languageOf: (acceptLanguage: string | undefined) => Language
  /** Whether a page of this server sends the request. */
  readonly isOwnOrigin: (request: Request) => boolean
}

const ASSETS = '/assets/'

/** Spares every other request the reading of its address. */
const BESIDE = /\/(?:feeds|oembed|robots|sitemap|waveform)/

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

type Made = KeptPage & { readonly status: number }

const keyOf = ({ url }: Request, language: Language): string => `${language} ${url}`

const toLogin = (url: URL): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: logInPath(url.pathname + url.search), 'Cache-Control': 'no-store' },
  })

const originOf = (mediaUrl: string): string | null => (mediaUrl.startsWith('http') ? new URL(mediaUrl).origin : null)

/**
 * Soundhub in a browser: pages that are rendered here and then come alive there, in front of the API, which answers everything
 * that is no page. A request gets a page if it reads and prefers HTML; what is for robots and other sites is theirs either way.
 */
export const pageApp = (options: PageOptions): Fetch => {
  const { api, built, publicUrl, mediaUrl, googleClientId, makeDemo, prefersPage, languageOf, isOwnOrigin } = options
  const hasGoogle = googleClientId !== null
  const mediaOrigin = originOf(mediaUrl)
  const policies = [false, true].map((isEmbedded) => policyOf({ mediaOrigin, hasGoogle, isEmbedded }))
  const handlers = handlersOf()
  const demonstrate = makeDemo === null ? null : demonstration(makeDemo, isOwnOrigin)

  const keep = keptPages()
  const take = inTurns<Made>()

  const rendered = async (request: Request, { viewer, view }: Loaded, language: Language): Promise<string> => {
    const { pathname, search } = new URL(request.url)
    const path = pathname + search
    const state = {
      language,
      viewer,
      view: await view(),
      publicUrl,
      path,
      mediaUrl,
      googleClientId,
      demo: makeDemo !== null,
    }
    return built.render(state, built.assets)
  }

  const headersOf = (language: Language, isEmbedded: boolean) => ({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Content-Security-Policy': policies[isEmbedded ? 1 : 0]!,
    'Cache-Control': 'no-cache',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self)',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept, Accept-Language, Cookie',
  })

  /** A page for nobody in particular; its problems are not kept. */
  const forAnybody = async (
    request: Request,
    bindings: unknown,
    route: PageRoute,
    language: Language,
  ): Promise<Made> => {
    const ask = askingIn(api, request, bindings, { language, isNobody: true })
    const loaded = await load(route, { ask, isNobody: true })
    const render = () => rendered(request, loaded, language)
    const { status, version } = loaded
    const page = version === null ? pageOf(await render()) : await keep(keyOf(request, language), version, render)
    return { status, ...page }
  }

  const showAnybody = async (request: Request, bindings: unknown, route: PageRoute, language: Language) => {
    const { status, bytes, etag } = await take(keyOf(request, language), () =>
      forAnybody(request, bindings, route, language),
    )
    if (status === 401) return toLogin(new URL(request.url))
    const headers = headersOf(language, route.view === 'embed')
    if (status !== 200) return new Response(request.method === 'HEAD' ? null : bytes, { status, headers })
    if (isKnown(request, etag)) return new Response(null, { status: 304, headers: { ...headers, ETag: etag } })
    return new Response(request.method === 'HEAD' ? null : bytes, { headers: { ...headers, ETag: etag } })
  }

  /** A page for who has a session, or had one. */
  const showOnce = async (request: Request, loaded: Loaded, language: Language): Promise<Response> => {
    const { status, cookies } = loaded
    const headers = new Headers(headersOf(language, false))
    headers.set('Cache-Control', 'private, no-store')
    for (const cookie of cookies) headers.append('Set-Cookie', cookie)
    const text = await rendered(request, loaded, language)
    return new Response(request.method === 'HEAD' ? null : text, { status, headers })
  }

  const page = async (request: Request, bindings: unknown): Promise<Response> => {
    const url = new URL(request.url)
    const route = routeOf(url)
    if (route === null) return withoutPage(request, bindings)
    const language = languageFor(request, languageOf)
    // In a frame of another site nobody is logged in.
    const isNobody = route.view === 'embed' || !hasSession(request)
    if (isNobody && route.access === 'user') return toLogin(url)
    if (isNobody) return showAnybody(request, bindings, route, language)
    const ask = askingIn(api, request, bindings, { language, isNobody })
    const loaded = await load(route, { ask, isNobody })
    const isLogin = loaded.viewer === null && (route.access === 'user' || loaded.status === 401)
    return isLogin ? toLogin(url) : showOnce(request, loaded, language)
  }

  /** A problem is shown as a page, since a person reads it. */
  const withoutPage = async (request: Request, bindings: unknown): Promise<Response> => {
    const answer = await api(request, bindings)
    if (answer.headers.get('Content-Type') !== 'application/problem+json') return answer
    return showOnce(request, problemOf(answer), languageFor(request, languageOf))
  }

  const beside = (request: Request, bindings: unknown): Promise<Response> | null => {
    if (!BESIDE.test(request.url)) return null
    const { pathname, searchParams: query } = new URL(request.url)
    for (const [path, answer] of handlers) {
      const match = path.exec(pathname)
      if (match === null) continue
      const language = query.get('lang') === 'ko' ? 'ko' : 'en'
      const ask = askingIn(api, request, bindings, { language, isNobody: true })
      return answer({ request, query, found: match.groups ?? {}, language, ask }, options)
    }
    return null
  }

  return (request, bindings) => {
    if (!isRead(request))
      return demonstrate !== null && isForDemo(request) ? demonstrate(request) : api(request, bindings)
    const { url } = request
    const path = url.indexOf(ASSETS, url.indexOf('/', 8))
    if (path !== -1) {
      const file = built.files.get(url.slice(path + ASSETS.length))
      if (file !== undefined) return staticFile(request, file)
    }
    return (
      beside(request, bindings) ??
      (prefersPage(request.headers.get('Accept') ?? undefined) ? page(request, bindings) : api(request, bindings))
    )
  }
}
