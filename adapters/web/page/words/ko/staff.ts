import type { staff as english } from '../en/staff.ts'

/** Words of this part of the page. */
export const staff: typeof english = {}
