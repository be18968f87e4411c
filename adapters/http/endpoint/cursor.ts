import { err, ok, type Result } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { Cursor, Page } from '#application/shared/page.ts'
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '#application/shared/page.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import { MAX_ID } from '#domain/shared/id.ts'
import type { HttpSettings } from '../dependencies.ts'
import { publicUrlOf } from '../urls.ts'

/** The last time a Date can hold, because a cursor may contain one. */
const MAX_KEY = 8.64e15

/** No textual sort key is longer. */
const MAX_KEY_LENGTH = 400

type SortKey = number | string

/** Direction, id and key: digits, or a tilde and text. */
const WRITTEN = /^(after|before)\.(0|[1-9]\d{0,9})\.(?:(0|[1-9]\d{0,15})|~(.*))$/su

/** Encodes a cursor as opaque text for a URL. */
export const writeCursor = ({ direction, key, id }: Cursor<SortKey>): string =>
  Buffer.from(`${direction}.${id}.${typeof key === 'string' ? `~${key}` : key}`, 'utf8').toString('base64url')

const malformed = err(
  invalidFields({ field: 'cursor', code: 'MALFORMED', expected: 'what `next` or `previous` of a list holds' }),
)

/** Decodes what {@link writeCursor} encoded and nothing else; `null`, the first page, if none was sent. */
export const readCursorOf = (raw: unknown): Result<Cursor<SortKey> | null, InvalidFields> => {
  if (raw === undefined) return ok(null)
  if (typeof raw !== 'string') return malformed
  const found = WRITTEN.exec(Buffer.from(raw, 'base64url').toString('utf8'))
  if (found === null) return malformed
  const [, direction, digits, number, words] = found
  const key = words ?? Number(number)
  const id = Number(digits)
  if (id > MAX_ID || (typeof key === 'number' ? key > MAX_KEY : key.length > MAX_KEY_LENGTH)) return malformed
  const cursor = { direction: direction === 'before' ? 'before' : 'after', key, id } as const
  return writeCursor(cursor) === raw ? ok(cursor) : malformed
}

/** The same for lists whose sort keys are numbers. */
export const readCursor = (raw: unknown): Result<Cursor | null, InvalidFields> =>
  readCursorOf(raw).andThen((cursor) =>
    cursor === null || typeof cursor.key === 'number' ? ok(cursor as Cursor | null) : malformed,
  )

/** The query parameters of every list. */
export const PAGE_QUERY = {
  page_size: z
    .unknown()
    .optional()
    .openapi({
      type: 'integer',
      minimum: 1,
      default: DEFAULT_PAGE_SIZE,
      description: `Rows per page, at most ${MAX_PAGE_SIZE}`,
    }),
  cursor: z.unknown().optional().openapi({ type: 'string', description: 'From `next` or `previous`' }),
}

/** The schema of a page. */
export const listSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({ results: z.array(item), next: z.url().nullable(), previous: z.url().nullable() })

/** A page with links to its neighbours that repeat the query of this one. */
export const presentPage = <Row, Item>(
  page: Page<Row, SortKey>,
  present: (row: Row) => Item,
  url: string,
  settings: HttpSettings,
): { results: Item[]; next: string | null; previous: string | null } => {
  const link = (cursor: Cursor<SortKey> | null): string | null => {
    if (cursor === null) return null
    const { pathname, searchParams } = new URL(url)
    searchParams.set('cursor', writeCursor(cursor))
    return publicUrlOf(settings, `${pathname}?${searchParams.toString()}`)
  }
  return { results: page.rows.map(present), next: link(page.next), previous: link(page.previous) }
}
