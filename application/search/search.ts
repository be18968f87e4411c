import { ok } from 'neverthrow'
import { type InvalidFields, type Parsed, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import { foldText, parseLine } from '#domain/shared/text.ts'
import { visibleTo, type VisibleUser } from '../account/user-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type SearchResults, type Keyword, MAX_KEYWORD_LENGTH, type SearchQueries } from './ports.ts'

/** One line with something visible in it. Spaces around it are ignored. */
export const parseKeyword = (raw: unknown): Parsed<Keyword> =>
  parseLine(raw, MAX_KEYWORD_LENGTH).map((line) => foldText(line) as Keyword)

/** Everything that contains the keyword, as `viewer` may see it. */
export const search =
  (deps: { readonly searchQueries: SearchQueries }) =>
  (
    form: { readonly keyword: string },
    viewer: UserId | null = null,
  ): Outcome<SearchResults<VisibleUser>, InvalidFields> =>
    parseForm({ keyword: parseKeyword(form.keyword) })
      .asyncAndThen(({ keyword }) => deps.searchQueries.search(keyword))
      .andThen((found) => ok({ ...found, users: found.users.map((user) => visibleTo(viewer, user)) }))
