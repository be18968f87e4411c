import { errAsync, ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import { activate, type User } from '#domain/account/user.ts'
import { NOON, nickname, nicknameOf, titleOf } from '#adapters/testing/fixtures.ts'
import { activeIn, pendingIn, postIn } from '#adapters/testing/given.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { type Place, PLACES } from '#test/databases/places.ts'
import { noJobs } from './no-jobs.ts'

describe.each(PLACES)('MikroOrmUnitOfWork on %s', (_, make) => {
  let place: Place
  let database: MikroOrmDatabase
  let units: UnitOfWork
  beforeAll(async () => {
    place = await make()
    database = await valueOf(openDatabase(place.place))
    units = database.unitOfWork(noJobs)
  })
  afterAll(async () => {
    await database.close()
    await place.end()
  })

  const nicknameOfUser = (id: User['id']) =>
    valueOf(units.run(({ users }) => users.byId(id).map((user) => user?.nickname)))

  it('gives nobody a row that another unit had loaded', async () => {
    const user = await pendingIn(units)
    const [theirs, renamed] = [await nicknameOfUser(user.id), nickname()]
    await valueOf(units.run(({ users }) => users.save({ ...user, nickname: renamed })))
    await place.statements.ask(`update users set genres = '{Jazz}' where id = ${user.id}`)
    const read = await valueOf(units.run(({ users }) => users.byId(user.id)))
    expect([theirs, read]).toEqual([user.nickname, { ...user, nickname: renamed, genres: ['Jazz'] }])
  })

  it('reads what it wrote itself', async () => {
    const user = await pendingIn(units)
    const [first, second] = [nickname(), nickname()]
    const seen = await valueOf(
      units.run(({ users }) =>
        safeTry(async function* () {
          const names = [(yield* users.byId(user.id))?.nickname]
          for (const next of [first, second]) {
            yield* users.save({ ...user, nickname: next })
            names.push((yield* users.byId(user.id))?.nickname)
          }
          return ok(names)
        }),
      ),
    )
    expect(seen).toEqual([user.nickname, first, second])
  })

  it('goes on after a taken address or nickname as if nothing had been asked', async () => {
    const [owner, other] = [await activeIn(units), await pendingIn(units)]
    const late = activate(other, NOON, owner.nickname)
    const free = nickname()
    const saved = await valueOf(
      units.run(({ users }) =>
        users
          .save(late)
          .map((): string => 'saved')
          .orElse((refusal) => users.save({ ...late, nickname: free }).map((): string => refusal.type)),
      ),
    )
    expect(saved).toBe('NicknameTaken')
    expect(await nicknameOfUser(other.id)).toBe(free)
  })

  it('does not commit behind a failure that its work passed over', async () => {
    const user = await pendingIn(units)
    const outcome = units.run(({ users, sessions }) =>
      safeTry(async function* () {
        yield* users.save({ ...user, nickname: nickname() })
        yield* sessions.remove('\u0000' as never).orElse(() => okAsync())
        return ok()
      }),
    )
    await expectUnavailable(outcome)
    expect(await nicknameOfUser(user.id)).toBe(user.nickname)
  })

  it('answers Unavailable to a unit that is begun inside another one', async () => {
    const inner = await valueOf(
      units.run(() => ResultAsync.fromSafePromise(units.run(() => okAsync('in')).then((all) => all.isErr()))),
    )
    expect(inner).toBe(true)
    expect(await valueOf(units.run(() => okAsync('after')))).toBe('after')
  })

  it('runs nothing for a unit that has ended', async () => {
    const user = await pendingIn(units)
    const kept: Transaction[] = []
    await valueOf(units.run((transaction) => okAsync(kept.push(transaction))))
    await expectUnavailable(kept[0]!.users.save({ ...user, nickname: nickname() }))
    expect(await nicknameOfUser(user.id)).toBe(user.nickname)
  })

  it.each(["it's", 'back\\slash', '"quoted"', 'what? ?? $1 :name {x,y}', '; drop table users --', '기타 🎸'])(
    'keeps text as it is: %s',
    async (text) => {
      const post = await postIn(units, { title: titleOf(text) })
      const view = await valueOf(database.posts.byId(post.id))
      expect(view?.title).toBe(text)
      const user = await pendingIn(units, { nickname: nicknameOf(text) })
      expect(await nicknameOfUser(user.id)).toBe(text)
    },
  )

  it('lets units, and queries beside them, come through however many there are', async () => {
    const user = await activeIn(units)
    const post = await postIn(units, { authorId: user.id })
    const work = Array.from({ length: 40 }, (_each, at) => async () => {
      if (at % 4 === 0) return (await database.posts.byId(post.id)).isOk()
      if (at % 4 === 1) return (await database.users.byId(user.id)).isOk()
      const unit = units.run(({ posts, users }) =>
        posts
          .byId(post.id)
          .andThen(() => users.save({ ...user, nickname: nickname() }))
          .andThen(() => (at % 4 === 2 ? errAsync('rolled back' as const) : okAsync())),
      )
      return at % 4 === 2 ? (await refusalOf(unit)) === 'rolled back' : (await unit).isOk()
    })
    expect(await Promise.all(work.map((each) => each()))).toEqual(work.map(() => true))
  })
})
