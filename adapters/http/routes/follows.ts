import type { UserId } from '#domain/shared/id.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { presentUser, userSchema } from '../presenters/user.ts'
import { json } from '../reply/reply.ts'

const ANSWERS = [{ status: 200, description: 'You, with the users you follow now', schema: userSchema }] as const

/** Following users. POST toggles; PUT and DELETE may be repeated. */
export const follows = ({ soundhub }: Pick<HttpDependencies, 'soundhub'>, endpoint: Endpoint): void => {
  const shown = (id: UserId) => soundhub.users.read(id, id).map((user) => json(200, presentUser(user)))
  const shared = { path: '/user/{id}/follow', tag: 'users', access: 'user', id: 'UserId', answers: ANSWERS } as const

  endpoint(
    {
      ...shared,
      methods: ['post'],
      summary: 'Toggle following a user',
      refuses: ['UserNotFound', 'FollowsOneself', 'UserSuspended', 'AccountSuspended'],
    },
    ({ id: followed, session: { userId } }) =>
      soundhub.users.toggleFollow({ follower: userId, followed }).andThen(() => shown(userId)),
  )

  endpoint(
    {
      ...shared,
      methods: ['put'],
      summary: 'Follow a user; may be repeated',
      refuses: ['UserNotFound', 'FollowsOneself', 'UserSuspended', 'AccountSuspended'],
    },
    ({ id: followed, session: { userId } }) =>
      soundhub.users.follow({ follower: userId, followed }).andThen(() => shown(userId)),
  )

  endpoint(
    {
      ...shared,
      methods: ['delete'],
      summary: 'Unfollow a user; may be repeated',
      refuses: ['UserNotFound'],
    },
    ({ id: followed, session: { userId } }) =>
      soundhub.users.unfollow({ follower: userId, followed }).andThen(() => shown(userId)),
  )
}
