import { z } from '@hono/zod-openapi'
import type { ExpectedRevision } from '#domain/mix/mix-policy.ts'
import type { HttpContext } from '../dependencies.ts'
import { unchecked } from './wire-names.ts'

const IF_MATCH = 'If-Match'

/** The header of whatever replaces the mix of a post. */
export const EXPECTED_REVISION = {
  [IF_MATCH]: z
    .string()
    .openapi({
      description:
        'The `revision` of the mix that is to be replaced, in quotes; "0" if there should be none yet, * for any. Another one is refused with 412 and stays',
      pattern: String.raw`^(?:\*|"[0-9]{1,15}")$`,
      example: '"3"',
    })
    .optional(),
}

/** `"3"` is revision 3. What is neither that nor `*` goes to the core as it is, which refuses it. */
export const expectedIn = (context: HttpContext): { readonly expectedRevision: ExpectedRevision } => {
  const header = context.req.header(IF_MATCH)?.trim()
  const digits = /^"(\d{1,15})"$/.exec(header ?? '')?.[1]
  return unchecked<{ expectedRevision: ExpectedRevision }>({
    expectedRevision: digits === undefined ? header : Number(digits),
  })
}
