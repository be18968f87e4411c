import type { Language } from '#application/shared/system.ts'
import type { Mailbox } from '#domain/message/message.ts'
import type {
  AuditEntry,
  Author,
  FailedJob,
  Found,
  Home,
  Me,
  Message,
  Post,
  Problem,
  Session,
  UserDetail,
  WordHome,
} from '#adapters/client/soundhub.ts'

/** A page of a list. */
export type Listed<Item> = {
  readonly results: readonly Item[]
  readonly next: string | null
  readonly previous: string | null
}

/** A view that asks for nothing. */
type Nothing = { readonly nothing?: undefined }

/** What each view shows: answers of the API, as they are, under the name of what was asked for. */
export type Views = {
  readonly home: { readonly home: Home }
  /** `word` as the vocabulary spells it. */
  readonly word: { readonly home: WordHome; readonly kind: 'genre' | 'instrument'; readonly word: string }
  readonly post: { readonly post: Post }
  readonly embed: { readonly post: Post }
  readonly user: { readonly user: UserDetail }
  readonly search: { readonly found: Found | null; readonly keyword: string }
  readonly 'new-post': Nothing
  readonly 'log-in': { readonly next: string }
  readonly 'sign-up': Nothing
  readonly 'forgotten-password': Nothing
  readonly settings: { readonly sessions: Listed<Session> }
  readonly messages: {
    readonly box: Mailbox
    readonly list: Listed<Message>
    /** Who wrote or got the messages, as far as they are still there. */
    readonly people: readonly Author[]
    /** Whom a new message is for. */
    readonly to: Author | null
  }
  readonly staff: { readonly log: Listed<AuditEntry>; readonly jobs: Listed<FailedJob> }
  readonly problem: { readonly problem: Problem }
}

export type ViewName = keyof Views

/** A view with what it shows. */
export type View = { readonly [Name in ViewName]: { readonly name: Name } & Views[Name] }[ViewName]

/** All that a page is made of, on the server and in the browser alike. */
export type PageState = {
  readonly language: Language
  /** Who is logged in. */
  readonly viewer: Me | null
  readonly view: View
  /** What links in pages and cards begin with. */
  readonly publicUrl: string
  /** The path and query of this page. */
  readonly path: string
  /** What media paths are relative to. */
  readonly mediaUrl: string
  /** The OAuth client of the login with Google; null where it is not set up. */
  readonly googleClientId: string | null
  /** Whether the host offers a demonstration: the embedded database alone. */
  readonly demo: boolean
}

/** The files that a page loads, as the build named them. */
export type Assets = {
  readonly script: string
  readonly preloads: readonly string[]
  readonly styles: readonly string[]
}

/** What the server calls of the bundle that the build makes: a whole HTML document. */
export type RenderPage = (state: PageState, assets: Assets) => string
