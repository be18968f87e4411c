import { MAX_SEARCH_RESULTS } from '#application/search/ports.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { searchResultsSchema, presentSearchResults } from '../presenters/search-results.ts'
import { json } from '../reply/reply.ts'
import { unchecked } from '../endpoint/wire-names.ts'

/** Searching users, posts and comments. */
export const search = ({ soundhub }: Pick<HttpDependencies, 'soundhub'>, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['get'],
      path: '/search',
      tag: 'search',
      summary: 'Search users, posts and comments by nickname or title',
      access: 'anyone',
      query: { keyword: FORM.keyword },
      answers: [
        {
          status: 200,
          description: `The newest ${MAX_SEARCH_RESULTS} results of each kind`,
          schema: searchResultsSchema,
        },
      ],
      refuses: ['InvalidFields'],
    },
    async ({ query, session }) =>
      (await soundhub.search(unchecked<{ keyword: string }>({ keyword: query.keyword }), session?.userId ?? null)).map(
        (found) => json(200, presentSearchResults(found)),
      ),
  )
