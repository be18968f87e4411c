import type { Language } from '#application/shared/system.ts'
import type { Me } from '#adapters/client/soundhub.ts'

/** Answers a request; the second argument is what the host's server gives along. */
export type Fetch = (request: Request, bindings?: unknown) => Response | Promise<Response>

/** What came of a question to the API. */
export type Answer = {
  readonly status: number
  /** A strong ETag of the text, where the API gives one. */
  readonly etag: string | null
  readonly cookies: readonly string[]
  /** Reads the body, once. */
  readonly json: () => Promise<unknown>
}

/** Asks the API in the name of somebody. */
export type Ask = (path: string) => Promise<Answer>

const LANGUAGE_COOKIE = /(?:^|;\s*)lang=(en|ko)(?:;|$)/
const LANGUAGE_QUERY = /[?&]lang=(en|ko)(?:[&#]|$)/

/** The language of a request: of its address, else the one chosen for ever, else what the browser asks for. */
export const languageFor = (request: Request, languageOf: (header: string | undefined) => Language): Language =>
  languageOf(
    LANGUAGE_QUERY.exec(request.url)?.[1] ??
      LANGUAGE_COOKIE.exec(request.headers.get('Cookie') ?? '')?.[1] ??
      request.headers.get('Accept-Language') ??
      undefined,
  )

/** What the API learns of who asks for a page; whoever asks as nobody sends no cookie along. */
const PASSED_ON = ['Cookie', 'User-Agent', 'X-Request-Id', 'X-Forwarded-For'] as const

/** A client of the API in the same process. */
export const askingIn = (
  api: Fetch,
  request: Request,
  bindings: unknown,
  { language, isNobody }: { readonly language: Language; readonly isNobody: boolean },
): Ask => {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language }
  for (const name of PASSED_ON) {
    const value = isNobody && name === 'Cookie' ? null : request.headers.get(name)
    if (value !== null) headers[name] = value
  }
  const origin = new URL(request.url).origin
  return async (path) => {
    const answer = await api(new Request(origin + path, { headers }), bindings)
    return {
      status: answer.status,
      etag: answer.headers.get('ETag'),
      cookies: answer.headers.getSetCookie(),
      json: async () => JSON.parse(await answer.text()) as unknown,
    }
  }
}

/** Who asks, if that is known. */
export type Viewer = { readonly viewer: Me | null; readonly cookies: readonly string[] }

/** Whether somebody may be logged in. */
export const hasSession = (request: Request): boolean => (request.headers.get('Cookie') ?? '').includes('soundhub=')

export const NOBODY: Viewer = { viewer: null, cookies: [] }

export const viewerOf = async (ask: Ask): Promise<Viewer> => {
  const answer = await ask('/user/me')
  return { viewer: answer.status === 200 ? ((await answer.json()) as Me) : null, cookies: answer.cookies }
}
