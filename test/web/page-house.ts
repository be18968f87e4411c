import { languageOf, prefersPage } from '#adapters/http/endpoint/languages.ts'
import { isOwnOrigin } from '#adapters/http/endpoint/own-origin.ts'
import { readBuiltPage } from '#adapters/web/server/built.ts'
import { type PageOptions, pageApp } from '#adapters/web/server/page-app.ts'
import { readMediaFile } from '#bootstrap/read-media-file.ts'
import { BROWSER } from '#test/adapters/http/asking.ts'
import { type Changes, type House, house, PUBLIC_URL } from '#test/adapters/http/house.ts'

type Headers = Readonly<Record<string, string>>

/** A whole Soundhub in memory with its pages. */
export type PageHouse = House & {
  /** Asks as a browser does that follows a link. */
  readonly see: (path: string, headers?: Headers, method?: string) => Promise<Response>
  /** The text of a page or of a feed. */
  readonly read: (path: string, headers?: Headers) => Promise<string>
  /** What the pages asked the API for, in order. */
  readonly asked: readonly string[]
}

export type PageChanges = Changes & {
  readonly page?: Partial<PageOptions>
  /** Changes what the API answers to a page. */
  readonly api?: (answer: Response) => Promise<Response>
}

const built = await readBuiltPage()

/** The session's cookie as what the API takes from apps. */
const authorized = (request: Request): Request => {
  const headers = new Headers(request.headers)
  const token = /\bsoundhub=([^;]+)/.exec(headers.get('Cookie') ?? '')?.[1]
  headers.delete('Cookie')
  if (token !== undefined) headers.set('Authorization', `Token ${token}`)
  return new Request(request, { headers })
}

export const pageHouse = ({
  page,
  api = (answer) => Promise.resolve(answer),
  ...changes
}: PageChanges = {}): PageHouse => {
  const given = house(changes)
  const asked: string[] = []
  const fetch = pageApp({
    api: async (request) => {
      asked.push(request.url.slice(request.url.indexOf('/', 8)))
      return api(await given.app.fetch(authorized(request)))
    },
    built,
    publicUrl: PUBLIC_URL,
    mediaUrl: '/media/',
    readMedia: readMediaFile(given.core),
    googleClientId: null,
    makeDemo: null,
    prefersPage,
    languageOf,
    isOwnOrigin: (request) => isOwnOrigin(request, { publicUrl: PUBLIC_URL }),
    ...page,
  })
  const see: PageHouse['see'] = async (path, headers = {}, method = 'GET') =>
    fetch(new Request(`http://localhost${path}`, { method, headers: { ...BROWSER, ...headers } }))
  return { ...given, asked, see, read: async (path, headers) => (await see(path, headers)).text() }
}
