import { MOST_FOUND } from '#application/search/ports.ts'
import type { Edge } from './edge.ts'
import type { Endpoint } from './endpoint.ts'
import { FORM } from './form-fields.ts'
import { foundSchema, presentFound } from './presenters/found.ts'
import { json } from './respond.ts'

/** Looking for users, posts and comments by a part of a nickname or a title. */
export const search = ({ soundhub }: Pick<Edge, 'soundhub'>, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['get'],
      path: '/search',
      tag: 'search',
      summary: 'Whose nickname, or what title, has the keyword in it',
      who: 'anyone',
      query: { keyword: FORM.keyword },
      answers: [{ status: 200, description: `The newest ${MOST_FOUND} of each, newest first`, schema: foundSchema }],
      refuses: ['InvalidFields'],
    },
    async ({ query, session }) =>
      (await soundhub.search(query, session?.userId ?? null)).map((found) => json(200, presentFound(found))),
  )
