import { describe, expect, test } from 'vitest'
import { type ActiveUser, readmit, suspend } from '#domain/account/user.ts'
import { follow, FOLLOW_POLICY } from '#domain/follow/follow.ts'
import { like, LIKE_POLICY } from '#domain/post/like.ts'
import type { UserId } from '#domain/shared/id.ts'
import { newActiveUser, NOON, postIdOf } from '#adapters/testing/fixtures.ts'
import { errorIn, valueIn } from './outcome.ts'

const active = (id: number): ActiveUser => ({ ...newActiveUser(), id: id as UserId })

const [ann, bob] = [active(1), active(2)]
const away = suspend(bob, NOON)
const post = { id: postIdOf(7), authorId: ann.id }

describe('a follow', () => {
  test('is of somebody else, from now on', () => {
    expect(valueIn(follow({ follower: bob, followed: ann }, NOON))).toEqual({
      followerId: 2,
      followedId: 1,
      followedAt: NOON,
    })
  })

  test('is never of oneself', () => {
    expect(errorIn(follow({ follower: ann, followed: ann }, NOON))).toEqual({ type: 'FollowsOneself' })
  })

  test('is neither by nor of a suspended user, until staff lets them in again', () => {
    expect(errorIn(follow({ follower: away, followed: ann }, NOON))).toEqual({ type: 'AccountSuspended' })
    expect(errorIn(follow({ follower: ann, followed: away }, NOON))).toEqual({
      type: 'UserSuspended',
      userId: 2 as UserId,
    })
    expect(follow({ follower: ann, followed: readmit(away) }, NOON).isOk()).toBe(true)
  })

  test('keeps three rules', () => {
    expect(FOLLOW_POLICY).toHaveLength(3)
  })
})

describe('a like', () => {
  test('is of somebody else’s post, from now on', () => {
    expect(valueIn(like({ liker: bob, post }, NOON))).toEqual({ postId: 7, userId: 2, likedAt: NOON })
  })

  test('is never of one’s own post', () => {
    expect(errorIn(like({ liker: ann, post }, NOON))).toEqual({ type: 'LikesOwnPost', postId: 7 })
  })

  test('is not by a suspended user', () => {
    expect(errorIn(like({ liker: away, post }, NOON))).toEqual({ type: 'AccountSuspended' })
  })

  test('keeps two rules', () => {
    expect(LIKE_POLICY).toHaveLength(2)
  })
})
