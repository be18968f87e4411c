import { err, ok, type Result } from 'neverthrow'
import { z } from '@hono/zod-openapi'
import type { Cursor, Page } from '#application/shared/page.ts'
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '#application/shared/page.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import { MAX_ID } from '#domain/shared/id.ts'
import { type HttpSettings, publicUrlOf } from '../dependencies.ts'

/** The last moment a date can hold; a cursor may carry a time. */
const MAX_KEY = 8.64e15

/** No sort key in words is longer. */
const MAX_KEY_LENGTH = 400

type SortKey = number | string

/** Direction, id, and the key: digits, or a tilde and words. */
const WRITTEN = /^(after|before)\.(0|[1-9]\d{0,9})\.(?:(0|[1-9]\d{0,15})|~(.*))$/su

/** A cursor as an opaque word of a URL. */
export const writeCursor = ({ direction, key, id }: Cursor<SortKey>): string =>
  Buffer.from(`${direction}.${id}.${typeof key === 'string' ? `~${key}` : key}`, 'utf8').toString('base64url')

const malformed = err(
  invalidFields({ field: 'cursor', code: 'MALFORMED', expected: 'what `next` or `previous` of a list holds' }),
)

/** What {@link writeCursor} wrote, and nothing else; `null` where none was sent: the first page. */
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

/** The same for lists that are sorted by numbers alone. */
export const readCursor = (raw: unknown): Result<Cursor | null, InvalidFields> =>
  readCursorOf(raw).andThen((cursor) =>
    cursor === null || typeof cursor.key === 'number' ? ok(cursor as Cursor | null) : malformed,
  )

/** The query of every list. */
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

/** A page of a list on the wire. */
export const listSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({ results: z.array(item), next: z.url().nullable(), previous: z.url().nullable() })

/** The page with links that ask for its neighbours as this one was asked for. */
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
