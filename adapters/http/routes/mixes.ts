import { z } from '@hono/zod-openapi'
import type { ExpectedRevision } from '#domain/mix/mix-policy.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { mixFormOf, RECIPE_FIELDS, RECIPE_FORM } from '../endpoint/recipe-fields.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import { postSchema, presentPost } from '../presenters/post.ts'
import { json } from '../reply/reply.ts'

const IF_MATCH = 'If-Match'

const HEADERS = {
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
const expectedRevisionIn = (header: string | undefined): unknown => {
  const digits = /^"(\d{1,15})"$/.exec(header?.trim() ?? '')?.[1]
  return digits === undefined ? header?.trim() : Number(digits)
}

/** Requesting a mix. */
export const mixes = ({ soundhub }: Pick<HttpDependencies, 'soundhub'>, endpoint: Endpoint): void =>
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
      headers: HEADERS,
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
          ...unchecked<{ expectedRevision: ExpectedRevision }>({
            expectedRevision: expectedRevisionIn(context.req.header(IF_MATCH)),
          }),
          postId,
          requester: session.userId,
        })
        .andThen(() => soundhub.posts.read(postId))
        .map((post) => json(200, presentPost(post))),
  )
