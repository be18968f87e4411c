import type { account as english } from '../en/account.ts'

/** Words of this part of the page. */
export const account: typeof english = {}
