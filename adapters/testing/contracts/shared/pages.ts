import { expect } from '#adapters/testing/expect.ts'
import type { Page, PageRequest } from '#application/shared/page.ts'

type AnySortKey = number | string

export type ReadPage<Row, SortKey extends AnySortKey = number> = (
  request: PageRequest<SortKey>,
) => Promise<Page<Row, SortKey>>

/** Reads every page, from first to last. */
export const readAllPages = async <Row, SortKey extends AnySortKey>(
  read: ReadPage<Row, SortKey>,
  size: number,
): Promise<readonly Page<Row, SortKey>[]> => {
  const pages = [await read({ size, cursor: null })]
  for (let next = pages[0]!.next; next !== null; next = pages.at(-1)!.next)
    pages.push(await read({ size, cursor: next }))
  return pages
}

/** Follows `previous` from the page. Returns all earlier rows in list order. */
const rowsBefore = async <Row, SortKey extends AnySortKey>(
  read: ReadPage<Row, SortKey>,
  size: number,
  page: Page<Row, SortKey>,
): Promise<readonly Row[]> => {
  const pages: Page<Row, SortKey>[] = []
  for (let { previous } = page; previous !== null; { previous } = pages.at(-1)!)
    pages.push(await read({ size, cursor: previous }))
  return pages.toReversed().flatMap(({ rows }) => rows)
}

export const rowsOf = <Row, SortKey extends AnySortKey>(pages: readonly Page<Row, SortKey>[]): readonly Row[] =>
  pages.flatMap(({ rows }) => rows)

/** A page past either end is empty and still links back to the nearest row. That happens if the other rows were deleted. */
const expectEmptyPagesLinkBack = async <Row, SortKey extends AnySortKey>(
  read: ReadPage<Row, SortKey>,
): Promise<void> => {
  const rows = await readAllPages(read, 1)
  const [first, last] = [rows[0]!, rows.at(-1)!]
  if (first.next === null || last.previous === null) return
  const afterLast = await read({ size: 1, cursor: { ...last.previous, direction: 'after' } })
  expect([afterLast.rows, afterLast.next]).toEqual([[], null])
  expect((await read({ size: 1, cursor: afterLast.previous })).rows).toStrictEqual(last.rows)
  const beforeFirst = await read({ size: 1, cursor: { ...first.next, direction: 'before' } })
  expect([beforeFirst.rows, beforeFirst.previous]).toEqual([[], null])
  expect((await read({ size: 1, cursor: beforeFirst.next })).rows).toStrictEqual(first.rows)
}

/** The list contains `expected` in this order, perhaps among other rows, read forward and backward. */
export const expectPagination = async <Row extends { readonly id: number }, SortKey extends AnySortKey>(
  read: ReadPage<Row, SortKey>,
  size: number,
  expected: readonly number[],
): Promise<void> => {
  const pages = await readAllPages(read, size)
  const forward = rowsOf(pages).map(({ id }) => id)
  expect(forward.filter((id) => expected.includes(id))).toEqual(expected)
  expect(new Set(forward).size).toBe(forward.length)
  expect(pages.slice(0, -1).map(({ rows }) => rows.length)).toEqual(pages.slice(1).map(() => size))
  expect(pages.at(-1)!.rows.length).toBeLessThanOrEqual(size)
  expect(pages[0]!.previous).toBeNull()

  const last = pages.at(-1)!
  const backward = [...(await rowsBefore(read, size, last)), ...last.rows]
  expect(backward.map(({ id }) => id)).toEqual(forward)
  for (const [index, page] of pages.entries()) {
    if (index === 0) continue
    const before = await read({ size, cursor: page.previous })
    expect(before.rows.map(({ id }) => id)).toEqual(pages[index - 1]!.rows.map(({ id }) => id))
    expect((await read({ size, cursor: before.next })).rows).toStrictEqual(page.rows)
  }
  await expectEmptyPagesLinkBack(read)
}
