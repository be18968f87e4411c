import type { Author, Message, User } from '#adapters/client/soundhub.ts'
import { parseGenre, parseInstrument } from '#domain/track/vocabulary.ts'
import type { Listed, View, ViewName } from '../contract.ts'

/** How a page is made of answers of the API. */
export type PageRoute = {
  readonly view: ViewName
  /** What to ask the API for, by the member of the view that the answer becomes. */
  readonly reads: Readonly<Record<string, string>>
  /** What to ask for next, once the answers are there: about the people in a list. What is not found is left out. */
  readonly people?: (read: Readonly<Record<string, unknown>>) => readonly number[]
  /** Members that the address itself gives. */
  readonly given: Readonly<Record<string, unknown>>
  /** `user`: only for who is logged in. */
  readonly access: 'anyone' | 'user'
}

type Found = { readonly groups: Readonly<Record<string, string>>; readonly query: URLSearchParams }

const anyone = (view: View['name'], reads: PageRoute['reads'] = {}, given: PageRoute['given'] = {}): PageRoute => ({
  view,
  reads,
  given,
  access: 'anyone',
})

const mine = (view: View['name'], reads: PageRoute['reads'] = {}, given: PageRoute['given'] = {}): PageRoute => ({
  ...anyone(view, reads, given),
  access: 'user',
})

/** However the address spells it, it is one page. */
const canonical = (kind: 'genre' | 'instrument', word: string): string =>
  (kind === 'genre' ? parseGenre(word) : parseInstrument(word)).match<string>(
    (known) => known,
    () => word,
  )

const word =
  (kind: 'genre' | 'instrument') =>
  ({ groups }: Found): PageRoute => {
    const given = { kind, word: canonical(kind, safeDecoded(groups['word']!)) }
    return anyone('word', { home: `/home/${kind}/${groups['word']}` }, given)
  }

const safeDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const search = ({ query }: Found): PageRoute => {
  const keyword = query.get('keyword') ?? ''
  const given = { keyword, found: null }
  return keyword.trim() === ''
    ? anyone('search', {}, given)
    : anyone('search', { found: `/search?keyword=${encodeURIComponent(keyword)}` }, given)
}

/** What a view shows of a person. */
export const authorOf = ({ id, nickname, profile_img }: User): Author => ({ id, nickname, profile_img })

const messages = ({ query }: Found): PageRoute => {
  const to = /^\d{1,15}$/.exec(query.get('to') ?? '')
  const box = query.get('box') === 'sent' ? 'sent' : 'inbox'
  const cursor = query.get('cursor')
  const after = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
  return {
    ...mine(
      'messages',
      { list: `/message/${box}?page_size=20${after}`, ...(to !== null && { to: `/user/${to[0]}` }) },
      { box, to: null },
    ),
    people: ({ list }) =>
      (list as Listed<Message>).results
        .map((message) => (box === 'inbox' ? message.from_user : message.to_user))
        .filter((id) => id !== null),
  }
}

/** Where a login leads: a path of this server, never another one. */
const nextOf = (next: string | null): string => (next !== null && /^\/(?![/\\])[^\\]*$/.test(next) ? next : '/')

/** The first that fits; a path is the same with and without its trailing slash. */
const ROUTES: readonly (readonly [RegExp, (found: Found) => PageRoute])[] = [
  [/^\/(?:home)?$/, () => anyone('home', { home: '/home' })],
  [/^\/home\/genre\/(?<word>[^/]+)$/, word('genre')],
  [/^\/home\/instrument\/(?<word>[^/]+)$/, word('instrument')],
  [/^\/post\/(?<id>\d+)$/, ({ groups }) => anyone('post', { post: `/post/${groups['id']}` })],
  [/^\/embed\/post\/(?<id>\d+)$/, ({ groups }) => anyone('embed', { post: `/post/${groups['id']}` })],
  [/^\/user\/(?<id>\d+)$/, ({ groups }) => anyone('user', { user: `/user/${groups['id']}` })],
  [/^\/search$/, search],
  [/^\/new$/, () => mine('new-post')],
  [/^\/login$/, ({ query }) => anyone('log-in', {}, { next: nextOf(query.get('next')) })],
  [/^\/signup$/, () => anyone('sign-up')],
  [/^\/forgotten-password$/, () => anyone('forgotten-password')],
  [/^\/settings$/, () => mine('settings', { sessions: '/user/sessions' })],
  [/^\/messages$/, messages],
  [/^\/staff$/, () => mine('staff', { log: '/staff/audit-log?page_size=20', jobs: '/staff/failed-jobs' })],
]

/** The page at an address of this server. */
export const routeOf = ({ pathname, searchParams }: URL): PageRoute | null => {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname
  for (const [pattern, route] of ROUTES) {
    const found = pattern.exec(path)
    if (found !== null) return route({ groups: found.groups ?? {}, query: searchParams })
  }
  return null
}
