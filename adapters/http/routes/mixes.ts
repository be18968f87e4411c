import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { FORM } from '../endpoint/form-fields.ts'
import { postSchema, presentPost } from '../presenters/post.ts'
import { json } from '../reply/reply.ts'
import { unchecked } from '../endpoint/wire-names.ts'
import type { Stems } from '#domain/mix/mix-policy.ts'

/** Requesting a mix. */
export const mixes = ({ soundhub }: Pick<HttpDependencies, 'soundhub'>, endpoint: Endpoint): void =>
  endpoint(
    {
      methods: ['patch'],
      path: '/post/{id}/mix',
      tag: 'mixes',
      summary: 'Mix comments into the master, which is rendered in the background',
      access: 'user',
      id: 'PostId',
      body: { mix_tracks: FORM.mixTracks },
      answers: [{ status: 200, description: 'The post with its requested mix', schema: postSchema }],
      refuses: [
        'InvalidFields',
        'PostNotFound',
        'NotThePostAuthor',
        'NotCommentsOfThePost',
        'StemRepeated',
        'TooManyStems',
      ],
    },
    ({ id: postId, session, form }) =>
      soundhub.mixes
        .request({ ...unchecked<{ stems: Stems }>({ stems: form.mix_tracks }), postId, requester: session.userId })
        .andThen(() => soundhub.posts.read(postId))
        .map((post) => json(200, presentPost(post))),
  )
