import type { record as english } from '../en/record.ts'

/** Words of this part of the page. */
export const record: typeof english = {}
