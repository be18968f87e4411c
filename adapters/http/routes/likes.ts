import type { PostId } from '#domain/shared/id.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { postSchema, presentPost } from '../presenters/post.ts'
import { json } from '../reply/reply.ts'

const ANSWERS = [{ status: 200, description: 'The post, with its likes', schema: postSchema }] as const

/** Liking posts. POST toggles; PUT and DELETE may be repeated. */
export const likes = ({ soundhub }: Pick<HttpDependencies, 'soundhub'>, endpoint: Endpoint): void => {
  const shown = (id: PostId) => soundhub.posts.read(id).map((post) => json(200, presentPost(post)))
  const shared = { path: '/post/{id}/like', tag: 'posts', access: 'user', id: 'PostId', answers: ANSWERS } as const

  endpoint(
    {
      ...shared,
      methods: ['post'],
      summary: 'Toggle liking a post',
      refuses: ['PostNotFound', 'LikesOwnPost', 'AccountSuspended', 'UserNotFound'],
    },
    ({ id: postId, session }) =>
      soundhub.posts.toggleLike({ postId, liker: session.userId }).andThen(() => shown(postId)),
  )

  endpoint(
    {
      ...shared,
      methods: ['put'],
      summary: 'Like a post; may be repeated',
      refuses: ['PostNotFound', 'LikesOwnPost', 'AccountSuspended', 'UserNotFound'],
    },
    ({ id: postId, session }) => soundhub.posts.like({ postId, liker: session.userId }).andThen(() => shown(postId)),
  )

  endpoint(
    {
      ...shared,
      methods: ['delete'],
      summary: 'Unlike a post; may be repeated',
      refuses: ['PostNotFound', 'UserNotFound'],
    },
    ({ id: postId, session }) => soundhub.posts.unlike({ postId, liker: session.userId }).andThen(() => shown(postId)),
  )
}
