import type { people as english } from '../en/people.ts'

/** Words of this part of the page. */
export const people: typeof english = {}
