import type { Author, Me } from '#adapters/client/soundhub.ts'

/** Whether somebody is offered to delete what an author has put here: it is their own, or they are staff. */
export const mayDelete = (viewer: Me | null, author: Author): boolean =>
  viewer !== null && (viewer.id === author.id || viewer.is_staff)
