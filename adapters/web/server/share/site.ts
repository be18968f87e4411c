import type { Language } from '#application/shared/system.ts'
import type { Ask } from '../asking.ts'

/** A stored file, as far as is needed to tell of it. */
export type MediaFile = {
  readonly bytes: number
  /** All of it, as text. */
  readonly text: () => Promise<string>
}

/** What there is beside pages: for search engines, other sites, and readers of feeds. */
export type Site = {
  /** What links begin with. */
  readonly publicUrl: string
  /** What media paths are relative to. */
  readonly mediaUrl: string
  /** The file at a media path, which anybody may read; null where there is none. */
  readonly readMedia: (path: string) => Promise<MediaFile | null>
}

/** A request for one of these. */
export type Asked = {
  readonly request: Request
  readonly query: URLSearchParams
  /** What the pattern of the path found. */
  readonly found: Readonly<Record<string, string>>
  /** That the address names; English where it names none, so that one address is one text. */
  readonly language: Language
  /** Asks the API as nobody: what only somebody may see is in no answer. */
  readonly ask: Ask
}

/** Answers the requests whose path fits a pattern. */
export type Handler = readonly [path: RegExp, answer: (asked: Asked, site: Site) => Promise<Response>]
