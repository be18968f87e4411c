import type { Language } from '#application/shared/system.ts'
import { askingIn, type Fetch, hasSession, languageFor } from './asking.ts'
import type { BuiltPage } from './built.ts'
import { keptPages } from './kept-pages.ts'
import { load, type Loaded, problemOf } from './load.ts'
import { policyOf } from './policy.ts'
import { routeOf } from './routes.ts'
import { isKnown } from './sent.ts'
import { handlersOf } from './share/handlers.ts'
import type { Site } from './share/site.ts'
import { staticFile } from './static-files.ts'

export type PageOptions = Site & {
  /** The HTTP API of the same host. */
  readonly api: Fetch
  readonly built: BuiltPage
  readonly googleClientId: string | null
  readonly demo: boolean
  /** Whether an `Accept` header prefers a page to JSON. */
  readonly prefersPage: (accept: string | undefined) => boolean
  /** The language for an `Accept-Language` header. */
  readonly languageOf: (acceptLanguage: string | undefined) => Language
}

const ASSETS = '/assets/'

/** Spares every other request the reading of its address. */
const BESIDE = /\/(?:feeds|oembed|robots|sitemap|waveform)/

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

const toLogin = (url: URL): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: `/login?next=${encodeURIComponent(url.pathname + url.search)}`, 'Cache-Control': 'no-store' },
  })

const originOf = (mediaUrl: string): string | null => (mediaUrl.startsWith('http') ? new URL(mediaUrl).origin : null)

/**
 * Soundhub in a browser: pages that are rendered here and then come alive there, in front of the API, which answers everything
 * that is no page. A request gets a page if it reads and prefers HTML; what is for robots and other sites is theirs either way.
 */
export const pageApp = (options: PageOptions): Fetch => {
  const { api, built, publicUrl, mediaUrl, googleClientId, demo, prefersPage, languageOf } = options
  const hasGoogle = googleClientId !== null
  const mediaOrigin = originOf(mediaUrl)
  const policies = [false, true].map((isEmbedded) => policyOf({ mediaOrigin, hasGoogle, isEmbedded }))
  const handlers = handlersOf()

  const keep = keptPages()

  const rendered = async (request: Request, { viewer, view }: Loaded, language: Language): Promise<string> => {
    const { pathname, search } = new URL(request.url)
    const path = pathname + search
    const state = { language, viewer, view: await view(), publicUrl, path, mediaUrl, googleClientId, demo }
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

  /** A page for anybody, which caches may keep and ask about. */
  const showAnybody = async (
    request: Request,
    loaded: Loaded & { readonly version: string },
    { language, isEmbedded }: { readonly language: Language; readonly isEmbedded: boolean },
  ): Promise<Response> => {
    const { bytes, etag } = await keep(`${language} ${request.url}`, loaded.version, () =>
      rendered(request, loaded, language),
    )
    const headers = { ...headersOf(language, isEmbedded), ETag: etag }
    if (isKnown(request, etag)) return new Response(null, { status: 304, headers })
    return new Response(request.method === 'HEAD' ? null : bytes, { status: 200, headers })
  }

  /** A page for one person, or a problem. */
  const showOnce = async (request: Request, loaded: Loaded, language: Language): Promise<Response> => {
    const { status, viewer, cookies } = loaded
    const headers = new Headers(headersOf(language, false))
    if (viewer !== null || cookies.length > 0) headers.set('Cache-Control', 'private, no-store')
    for (const cookie of cookies) headers.append('Set-Cookie', cookie)
    const text = await rendered(request, loaded, language)
    return new Response(request.method === 'HEAD' ? null : text, { status, headers })
  }

  const page = async (request: Request, bindings: unknown): Promise<Response> => {
    const url = new URL(request.url)
    const route = routeOf(url)
    if (route === null) return withoutPage(request, bindings)
    const language = languageFor(request, languageOf)
    const isEmbedded = route.view === 'embed'
    // In a frame of another site nobody is logged in.
    const ask = askingIn(api, request, bindings, { language, isNobody: isEmbedded })
    const loaded = await load(route, { ask, isNobody: isEmbedded || !hasSession(request) })
    const { viewer, cookies, version, status } = loaded
    if (viewer === null && (route.access === 'user' || status === 401)) return toLogin(url)
    return viewer === null && cookies.length === 0 && version !== null
      ? showAnybody(request, { ...loaded, version }, { language, isEmbedded })
      : showOnce(request, loaded, language)
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
    if (!isRead(request)) return api(request, bindings)
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
