import { ok } from 'neverthrow'
import { type InvalidFields, type Parsed, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import { keyOfText, parseLine } from '#domain/shared/text.ts'
import { seenBy, type SeenUser } from '../account/user-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type Found, type Keyword, LONGEST_KEYWORD, type SearchQueries } from './ports.ts'

/** One line of which something can be seen; blanks around it are not looked for. */
export const parseKeyword = (raw: unknown): Parsed<Keyword> =>
  parseLine(raw, LONGEST_KEYWORD).map((line) => keyOfText(line) as Keyword)

/** Everything that has the keyword in it, as `viewer` may see it. */
export const search =
  (asks: { readonly searchQueries: SearchQueries }) =>
  (form: { readonly keyword?: unknown }, viewer: UserId | null): Outcome<Found<SeenUser>, InvalidFields> =>
    parseForm({ keyword: parseKeyword(form.keyword) })
      .asyncAndThen(({ keyword }) => asks.searchQueries.search(keyword))
      .andThen((found) => ok({ ...found, users: found.users.map((user) => seenBy(viewer, user)) }))
