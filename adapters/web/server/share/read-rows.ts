import type { Listed } from '../../contract.ts'
import { cursorIn } from '../../page/share/addresses.ts'
import type { Ask } from '../asking.ts'

/** Rows the API gives at a time at most. */
const PAGE_SIZE = 100

/** Rows of a list of the API, and where it goes on. */
export type Rows<Row> = { readonly rows: readonly Row[]; readonly next: string | null }

/** A list of the API; null where it was refused, as a cursor is that is none. */
export const readPage = async <Row>(
  ask: Ask,
  list: string,
  { size = PAGE_SIZE, cursor = null }: { readonly size?: number; readonly cursor?: string | null } = {},
): Promise<Rows<Row> | null> => {
  const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
  const answer = await ask(`${list}${list.includes('?') ? '&' : '?'}page_size=${size}${from}`)
  if (answer.status !== 200) return null
  const { results, next } = (await answer.json()) as Listed<Row>
  return { rows: results, next: cursorIn(next) }
}

/** So many rows from a cursor on; fewer are the last ones. */
export const readRows = async <Row>(
  ask: Ask,
  list: string,
  from: string | null,
  most: number,
): Promise<Rows<Row> | null> => {
  const rows: Row[] = []
  let cursor = from
  do {
    const page = await readPage<Row>(ask, list, { cursor })
    if (page === null) return null
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== null && rows.length < most)
  return { rows, next: cursor }
}
