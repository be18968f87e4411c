import { listSchema, PAGE_QUERY, presentPage, readCursor } from '../endpoint/cursor.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { EXPECTED_REVISION, expectedIn } from '../endpoint/expected-revision.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { mixFormOf, RECIPE_FIELDS, RECIPE_FORM } from '../endpoint/recipe-fields.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import { urlOf } from '../urls.ts'
import { postSchema, presentPost } from '../presenters/post.ts'
import { presentRevision, revisionSchema } from '../presenters/revision.ts'
import { json } from '../reply/reply.ts'

type Parts = Pick<HttpDependencies, 'soundhub' | 'settings'>

/** Requesting a mix. */
const requesting = ({ soundhub }: Parts, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['patch'],
      path: '/post/{id}/mix',
      tag: 'mixes',
      summary: 'Mix comments into the master, which is rendered in the background',
      description:
        'Takes `mix_tracks`, which mixes these comments as they were recorded, or a recipe: `author`, `stems` and `master`. What a recipe leaves out is its default, and what the `mix` of a post shows as its `recipe` may be sent back. No ETag is needed: `If-Match` names the revision of the mix.',
      access: 'user',
      id: 'PostId',
      headers: EXPECTED_REVISION,
      body: { mix_tracks: FORM.mixTracks.optional(), ...RECIPE_FORM },
      nested: RECIPE_FIELDS,
      answers: [{ status: 200, description: 'The post with its requested mix', schema: postSchema }],
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'NotThePostAuthor',
        'NotCommentsOfThePost',
        'StemRepeated',
        'TooManyStems',
        'RevisionMismatch',
      ],
    },
    ({ context, id: postId, session, form }) =>
      soundhub.mixes
        .request({
          ...mixFormOf(form),
          ...expectedIn(context),
          postId,
          requester: session.userId,
        })
        .andThen(() => soundhub.posts.read(postId))
        .map((post) => json(200, presentPost(post))),
  )

/** The rendered revisions of a mix. */
const listing = ({ soundhub, settings }: Parts, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['get'],
      path: '/post/{id}/mixes',
      tag: 'mixes',
      summary: 'List the rendered revisions of the mix, newest first',
      description:
        'Who is in each, what changed against the one before, and when. A mix that was superseded before it was rendered, or failed, is not listed.',
      access: 'anyone',
      id: 'PostId',
      query: PAGE_QUERY,
      answers: [{ status: 200, description: 'A page of the list', schema: listSchema(revisionSchema) }],
      refuses: ['InvalidFields', 'PostNotFound'],
    },
    async ({ id, query, context }) => {
      const page = await readCursor(query.cursor).asyncAndThen((cursor) =>
        soundhub.mixes.revisions(id, unchecked<{ pageSize: number }>({ pageSize: query.page_size }), cursor),
      )
      return page.map((found) => json(200, presentPage(found, presentRevision, urlOf(context), settings)))
    },
  )

/** Going back to a revision. */
const restoring = ({ soundhub }: Parts, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['put'],
      path: '/post/{id}/mix',
      tag: 'mixes',
      summary: 'Make the master of an earlier revision the master again',
      description:
        'It becomes the next revision, with the recipe and the master of the earlier one, and is done at once. May be repeated. `If-Match` names the revision of the mix that is to be replaced.',
      access: 'user',
      id: 'PostId',
      headers: EXPECTED_REVISION,
      body: { revision: FORM.revision },
      answers: [{ status: 200, description: 'The post with its mix', schema: postSchema }],
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'NotThePostAuthor',
        'RevisionMismatch',
        'RevisionNotFound',
        'RevisionWithdrawn',
      ],
    },
    ({ context, id: postId, session, form }) =>
      soundhub.mixes
        .restore({
          ...unchecked<{ revision: number }>({ revision: form.revision }),
          ...expectedIn(context),
          postId,
          requester: session.userId,
        })
        .andThen(() => soundhub.posts.read(postId))
        .map((post) => json(200, presentPost(post))),
  )

/** Mixes and their revisions. */
export const mixes = (parts: Parts, endpoint: Endpoint): void => {
  requesting(parts, endpoint)
  restoring(parts, endpoint)
  listing(parts, endpoint)
}
