import type { ResultAsync } from 'neverthrow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { memoryClock } from '#adapters/memory/system/memory-system.ts'
import { memoryPartialUploads } from '#adapters/memory/media/memory-partial-uploads.ts'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { deleteAccount, type DeleteAccountDependencies } from '#application/account/delete-account.ts'
import { followUser, toggleFollow, unfollowUser } from '#application/follow/follow-user.ts'
import { deletePost } from '#application/post/delete-post.ts'
import { likePost, toggleLike, unlikePost } from '#application/post/like-post.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Post } from '#domain/post/post.ts'
import type { UserId } from '#domain/shared/id.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { activeIn, followIn, likeIn, postIn } from '#adapters/testing/given.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type FreshDatabase, freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { noJobs } from './no-jobs.ts'

type Call = () => ResultAsync<unknown, { readonly type: string }>

const CLIENTS = 32

/** Users and posts whose numbers are not those of the rows. */
const MISCOUNTED = `
  select 'post ' || id as what from posts
    where num_liked <> (select count(*) from likes where post_id = posts.id)
  union all select 'user ' || id from users where
    total_liked <> (select count(*) from likes l join posts p on p.id = l.post_id where p.author_id = users.id)
    or num_followers <> (select count(*) from follows where followed_id = users.id)
    or num_followings <> (select count(*) from follows where follower_id = users.id)`

/** How many units lost to a deadlock is told by how often their work is begun. */
const counting = (units: UnitOfWork) => {
  const count = { asked: 0, begun: 0 }
  const counted: UnitOfWork = {
    run: (work) => {
      count.asked++
      return units.run((transaction) => {
        count.begun++
        return work(transaction)
      })
    },
  }
  return { count, counted }
}

const idOf = ({ id }: { readonly id: UserId }) => id
const byId = (one: number, other: number) => one - other

/** Refusals are answers; an outage is none. */
const answered = async (all: readonly ResultAsync<unknown, { readonly type: string }>[]) => {
  const types = (await Promise.all(all)).flatMap((result) => (result.isErr() ? [result.error.type] : []))
  expect(types).not.toContain('Unavailable')
  return types
}

describe(`${CLIENTS} clients at once`, () => {
  let server: FreshDatabase
  let statements: Statements
  let database: MikroOrmDatabase
  let units: UnitOfWork
  let deps: DeleteAccountDependencies & { readonly unitOfWork: UnitOfWork }
  let count: ReturnType<typeof counting>['count']
  beforeAll(async () => {
    server = await freshDatabase()
    statements = await statementsOn(server.url)
    database = await valueOf(openDatabase({ databaseUrl: server.url, connections: CLIENTS }))
    units = database.unitOfWork(noJobs)
  })
  afterAll(async () => {
    await database.close()
    // A connection tells what it met with once it is over with.
    const here = "application_name = 'soundhub' and datname = current_database()"
    while ((await statements.ask(`select 1 from pg_stat_activity where ${here}`)).length > 0);
    const [met] = await statements.ask('select deadlocks::int from pg_stat_database where datname = current_database()')
    await statements.close()
    await server.drop()
    expect(met).toEqual({ deadlocks: 0 })
  })
  beforeEach(() => {
    const made = counting(units)
    count = made.count
    deps = { unitOfWork: made.counted, partialUploads: memoryPartialUploads(), clock: memoryClock(NOON) }
  })

  const people = (many: number) => Promise.all(Array.from({ length: many }, () => activeIn(units)))
  const likersOf = async ({ id }: Post) =>
    (await statements.ask<{ user_id: UserId }>('select user_id from likes where post_id = $1', [id]))
      .map((row) => row.user_id)
      .toSorted(byId)
  const followersOf = async (id: UserId) =>
    (await statements.ask<{ follower_id: UserId }>('select follower_id from follows where followed_id = $1', [id]))
      .map((row) => row.follower_id)
      .toSorted(byId)
  const expectCounted = async () => {
    expect(await statements.ask(MISCOUNTED)).toEqual([])
    expect(count.begun).toBe(count.asked)
  }

  it('like one post, each once: none is lost and none is doubled', async () => {
    const [post, likers] = [await postIn(units), await people(CLIENTS)]
    expect(await answered(likers.map(({ id }) => toggleLike(deps)({ postId: post.id, liker: id })))).toEqual([])
    expect(await likersOf(post)).toEqual(likers.map(idOf).toSorted(byId))
    expect(await valueOf(database.posts.byId(post.id))).toMatchObject({ numLiked: CLIENTS })
    await expectCounted()
  })

  it('take many turns on one post: an odd number of them is a like', async () => {
    const [post, likers] = [await postIn(units), await people(CLIENTS)]
    const turns = likers.flatMap(({ id }, at) => Array.from({ length: 1 + (at % 4) }, () => id))
    expect(await answered(turns.map((liker) => toggleLike(deps)({ postId: post.id, liker })))).toEqual([])
    const odd = likers.filter((_, at) => at % 2 === 0).map(idOf)
    expect(await likersOf(post)).toEqual(odd.toSorted(byId))
    await expectCounted()
  })

  it('repeat what may be repeated, on posts of each other', async () => {
    const crowd = await people(8)
    const posts = await Promise.all(crowd.map(({ id }) => postIn(units, { authorId: id })))
    const pairs = posts.flatMap((post) =>
      crowd.filter(({ id }) => id !== post.authorId).map(({ id }) => ({ post, id })),
    )
    const calls = [...pairs, ...pairs].map(({ post, id }) => likePost(deps)({ postId: post.id, liker: id }))
    expect(await answered(calls)).toEqual([])
    for (const post of posts) expect(await likersOf(post)).toHaveLength(crowd.length - 1)
    const gone = pairs.filter((_, at) => at % 2 === 0)
    await answered([...gone, ...gone].map(({ post, id }) => unlikePost(deps)({ postId: post.id, liker: id })))
    expect((await Promise.all(posts.map(likersOf))).flat()).toHaveLength(pairs.length - gone.length)
    await expectCounted()
  })

  it('follow one user, by turns: an odd number of them is a follow', async () => {
    const [[idol], fans] = [await people(1), await people(CLIENTS)]
    const turns = fans.flatMap(({ id }, at) => Array.from({ length: 1 + (at % 4) }, () => id))
    const followed = idol!.id
    expect(await answered(turns.map((follower) => toggleFollow(deps)({ follower, followed })))).toEqual([])
    expect(await followersOf(followed)).toEqual(
      fans
        .filter((_, at) => at % 2 === 0)
        .map(idOf)
        .toSorted(byId),
    )
    await expectCounted()
  })

  it('follow each other, both ways, and let go', async () => {
    const crowd = await people(8)
    const pairs = crowd.flatMap(({ id }) =>
      crowd.filter((other) => other.id !== id).map((other) => ({ follower: id, followed: other.id })),
    )
    expect(await answered([...pairs, ...pairs.toReversed()].map(followUser(deps)))).toEqual([])
    for (const { id } of crowd) expect(await followersOf(id)).toHaveLength(crowd.length - 1)
    await answered([...pairs, ...pairs.toReversed()].map(unfollowUser(deps)))
    for (const { id } of crowd) expect(await followersOf(id)).toEqual([])
    await expectCounted()
  })

  it('like and follow somebody who leaves meanwhile, and who liked and followed them', async () => {
    for (let round = 0; round < 5; round++) {
      const crowd = await people(6)
      const [leaving, alsoLeaving, ...staying] = crowd
      const posts = await Promise.all(crowd.map(({ id }) => postIn(units, { authorId: id })))
      for (const post of posts)
        for (const user of crowd) if (user.id !== post.authorId && user.id % 2 === 0) await likeIn(units, post, user)
      for (const user of crowd) if (user !== leaving) await followIn(units, leaving!, user)
      const calls: readonly Call[] = crowd.flatMap(({ id }) => [
        ...posts
          .filter(({ authorId }) => authorId !== id)
          .map((post) => () => toggleLike(deps)({ postId: post.id, liker: id })),
        ...crowd
          .filter((other) => other.id !== id)
          .map((other) => () => toggleFollow(deps)({ follower: id, followed: other.id })),
      ])
      const leave = [leaving!, alsoLeaving!].map(
        ({ id }) =>
          () =>
            deleteAccount(deps)({ id, remover: id }),
      )
      // Whoever stands beside each other in the list is begun apart, and who leaves does so in the midst.
      const mixed = calls.map((_, at) => calls[(at * 7) % calls.length]!)
      const refused = await answered(mixed.toSpliced(10 + 4 * round, 0, ...leave).map((call) => call()))
      for (const type of refused) expect(['UserNotFound', 'PostNotFound']).toContain(type)
      for (const { id } of [leaving!, alsoLeaving!]) expect(await valueOf(database.users.byId(id))).toBeNull()
      for (const { id } of staying) expect(await valueOf(database.users.byId(id))).not.toBeNull()
      expect(await statements.ask(MISCOUNTED)).toEqual([])
    }
  })

  it('like posts that are taken away meanwhile', async () => {
    const [[author], likers] = [await people(1), await people(8)]
    const posts = []
    for (let added = 0; added < 4; added++) posts.push(await postIn(units, { authorId: author!.id }))
    for (const post of posts) for (const liker of likers.slice(4)) await likeIn(units, post, liker)
    const calls = posts.flatMap((post) => [
      ...likers.map(({ id }) => toggleLike(deps)({ postId: post.id, liker: id })),
      deletePost(deps)({ id: post.id, remover: author!.id }),
      ...likers.map(({ id }) => likePost(deps)({ postId: post.id, liker: id })),
    ])
    for (const type of await answered(calls)) expect(type).toBe('PostNotFound')
    expect(await valueOf(database.users.byId(author!.id))).toMatchObject({ totalLiked: 0 })
    await expectCounted()
  })
})
