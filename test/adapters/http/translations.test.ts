import { describe, expect, it } from 'vitest'
import type { Row, RowsOf } from '#adapters/http/problems/row.ts'
import type { RefusalOf } from '#adapters/http/refusals.ts'
import { detailReply } from '#adapters/http/reply/detail-reply.ts'
import type { LinkWords } from '#adapters/http/link-pages/link-page.ts'
import type { Language } from '#application/shared/system.ts'
import type { Fault } from '#domain/shared/fields.ts'

type Unknown = RefusalOf<'PathUnknown'>

const WHOLE: Row<Unknown> = { status: 404, code: 'X', en: () => 'Nothing.', ko: () => '없습니다.' }
const LINK: LinkWords = { title: '', greeting: () => '', why: '', button: '', done: '', next: '' }

/** Types alone are proved here: `tsc -p test` refuses a line that is expected to be refused and is not. */
describe('what is said to people does not compile', () => {
  it('as a problem without Korean, or without English', () => {
    // @ts-expect-error -- no Korean
    const english: Row<Unknown> = { status: 404, code: 'X', en: () => 'Nothing.' }
    // @ts-expect-error -- no English
    const korean: Row<Unknown> = { status: 404, code: 'X', ko: () => '없습니다.' }
    expect([english, korean]).toHaveLength(2)
  })

  it('as a table of problems that lacks one', () => {
    // @ts-expect-error -- no row for MediaNotFound
    const rows: RowsOf<'PathUnknown' | 'MediaNotFound'> = { PathUnknown: WHOLE }
    expect(rows).toBeDefined()
  })

  it('as a sentence for a field that was to be something without words', () => {
    // @ts-expect-error -- not in the list of what is expected
    const fault: Fault = { code: 'MALFORMED', expected: 'a unicorn' }
    expect(fault).toBeDefined()
  })

  it('as an answer or the page of a link in one language', () => {
    // @ts-expect-error -- no Korean
    expect(detailReply(200, { en: 'Done.' }, 'en').status).toBe(200)
    // @ts-expect-error -- no Korean
    const words: Readonly<Record<Language, LinkWords>> = { en: LINK }
    expect(words).toBeDefined()
  })
})
