import { expect } from '#adapters/testing/expect.ts'
import type { Page, PageRequest } from '#application/shared/page.ts'

type Key = number | string

export type ReadPage<Row, Sorted extends Key = number> = (request: PageRequest<Sorted>) => Promise<Page<Row, Sorted>>

/** All pages from the first on. */
export const pagesForward = async <Row, Sorted extends Key>(
  read: ReadPage<Row, Sorted>,
  size: number,
): Promise<readonly Page<Row, Sorted>[]> => {
  const pages = [await read({ size, cursor: null })]
  for (let next = pages[0]!.next; next !== null; next = pages.at(-1)!.next)
    pages.push(await read({ size, cursor: next }))
  return pages
}

/** All rows before the page, read backwards from it. */
const rowsBefore = async <Row, Sorted extends Key>(
  read: ReadPage<Row, Sorted>,
  size: number,
  page: Page<Row, Sorted>,
): Promise<readonly Row[]> => {
  const pages: Page<Row, Sorted>[] = []
  for (let { previous } = page; previous !== null; { previous } = pages.at(-1)!)
    pages.push(await read({ size, cursor: previous }))
  return pages.toReversed().flatMap(({ rows }) => rows)
}

export const rowsOf = <Row, Sorted extends Key>(pages: readonly Page<Row, Sorted>[]): readonly Row[] =>
  pages.flatMap(({ rows }) => rows)

/** Beyond either end there is nothing but a way back to the row there, as for whoever comes when the rest has gone. */
const expectWaysBack = async <Row, Sorted extends Key>(read: ReadPage<Row, Sorted>): Promise<void> => {
  const rows = await pagesForward(read, 1)
  const [first, last] = [rows[0]!, rows.at(-1)!]
  if (first.next === null || last.previous === null) return
  const beyond = await read({ size: 1, cursor: { ...last.previous, direction: 'after' } })
  expect([beyond.rows, beyond.next]).toEqual([[], null])
  expect((await read({ size: 1, cursor: beyond.previous })).rows).toStrictEqual(last.rows)
  const ahead = await read({ size: 1, cursor: { ...first.next, direction: 'before' } })
  expect([ahead.rows, ahead.previous]).toEqual([[], null])
  expect((await read({ size: 1, cursor: ahead.next })).rows).toStrictEqual(first.rows)
}

/** The list holds `expected` in this order; other rows may lie between them. Read forward, and back from its end. */
export const expectPaged = async <Row extends { readonly id: number }, Sorted extends Key>(
  read: ReadPage<Row, Sorted>,
  size: number,
  expected: readonly number[],
): Promise<void> => {
  const pages = await pagesForward(read, size)
  const forward = rowsOf(pages).map(({ id }) => id)
  expect(forward.filter((id) => expected.includes(id))).toEqual(expected)
  expect(new Set(forward).size).toBe(forward.length)
  expect(pages.slice(0, -1).map(({ rows }) => rows.length)).toEqual(pages.slice(1).map(() => size))
  expect(pages.at(-1)!.rows.length).toBeLessThanOrEqual(size)
  expect(pages[0]!.previous).toBeNull()

  const last = pages.at(-1)!
  const backward = [...(await rowsBefore(read, size, last)), ...last.rows]
  expect(backward.map(({ id }) => id)).toEqual(forward)
  for (const [at, page] of pages.entries()) {
    if (at === 0) continue
    const before = await read({ size, cursor: page.previous })
    expect(before.rows.map(({ id }) => id)).toEqual(pages[at - 1]!.rows.map(({ id }) => id))
    expect((await read({ size, cursor: before.next })).rows).toStrictEqual(page.rows)
  }
  await expectWaysBack(read)
}
