import * as fc from 'fast-check'
import { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Soundhub } from '#application/soundhub.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { activeIn, postIn } from '#adapters/testing/given.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type World, world } from './world.ts'

/** Every step of every unit, and its beginning, waits until the scheduler lets it go. */
const inAnyOrder = (units: UnitOfWork, scheduler: fc.Scheduler): UnitOfWork => {
  const later = <Value>(name: string, go: () => PromiseLike<Value>): Promise<Value> =>
    scheduler.schedule(Promise.resolve(), name).then(go)
  const waiting = <Port extends object>(port: Port, name: string): Port =>
    new Proxy(port, {
      get: (target, method) => {
        const own = Reflect.get(target, method, target) as (...given: unknown[]) => Outcome<unknown, unknown>
        return (...given: unknown[]) =>
          new ResultAsync(later(`${name}.${String(method)}`, () => own.apply(target, given)))
      },
    })
  const whole = (transaction: Transaction): Transaction =>
    Object.fromEntries(
      Object.entries(transaction).map(([name, port]) => [name, waiting(port, name)]),
    ) as unknown as Transaction
  return {
    run: (work) => new ResultAsync(later('begin', () => units.run((transaction) => work(whole(transaction))))),
  }
}

type Turn = 'on' | 'off' | 'turn'

/** What is asked at once, of likes or of follows: each of a pair of some of a few people. */
type Kind = {
  readonly name: string
  readonly ask: (
    app: Soundhub,
    by: UserId,
    of: { readonly postId: PostId; readonly userId: UserId },
    turn: Turn,
  ) => Outcome<void, unknown>
  readonly rows: (on: World) => Promise<readonly UserId[]>
  readonly counted: (on: World, of: { readonly postId: PostId; readonly userId: UserId }) => Promise<readonly number[]>
}

const KINDS: readonly Kind[] = [
  {
    name: 'likes',
    ask: (app, liker, { postId }, turn) =>
      ({ on: app.posts.like, off: app.posts.unlike, turn: app.posts.toggleLike })[turn]({ postId, liker }),
    rows: async (on) => [...(await on.rows()).likes.values()].map(({ userId }) => userId),
    counted: async (on, { postId, userId }) => [
      (await valueOf(on.app.posts.read(postId))).numLiked,
      (await valueOf(on.app.users.read(userId, null))).totalLiked,
    ],
  },
  {
    name: 'follows',
    ask: (app, follower, { userId: followed }, turn) =>
      ({ on: app.users.follow, off: app.users.unfollow, turn: app.users.toggleFollow })[turn]({ follower, followed }),
    rows: async (on) => [...(await on.rows()).follows.values()].map(({ followerId }) => followerId),
    counted: async (on, { userId }) => [(await valueOf(on.app.users.read(userId, null))).numFollowers],
  },
]

const PEOPLE = 3

const scene = async () => {
  const on = world()
  const post = await postIn(on.ports.unitOfWork)
  const people: UserId[] = []
  for (let added = 0; added < PEOPLE; added++) people.push((await activeIn(on.ports.unitOfWork)).id)
  return { on, of: { postId: post.id, userId: post.authorId }, people }
}

const asked = (turns: fc.Arbitrary<Turn>) =>
  fc.array(fc.record({ person: fc.nat({ max: PEOPLE - 1 }), turn: turns }), { minLength: 2, maxLength: 7 })

type Asked = readonly { readonly person: number; readonly turn: Turn }[]

const allAtOnce = async (kind: Kind, scheduler: fc.Scheduler, calls: Asked, naive?: (on: World) => Kind['ask']) => {
  const { on, of, people } = await scene()
  const app = on.having({ unitOfWork: inAnyOrder(on.ports.unitOfWork, scheduler) })
  const ask = naive?.(on) ?? kind.ask
  await scheduler.waitFor(Promise.all(calls.map(({ person, turn }) => valueOf(ask(app, people[person]!, of, turn)))))
  const rows = await kind.rows(on)
  expect(new Set(rows).size).toBe(rows.length)
  for (const count of await kind.counted(on, of)) expect(count).toBe(rows.length)
  return { on: people.map((id) => rows.includes(id)) }
}

const turnsOf = (calls: Asked, person: number) => calls.filter((call) => call.person === person).length

/** Of many turns at once each counts: an odd number of them is one, an even number none. */
const everyTurnCounts = (kind: Kind, naive?: (on: World) => Kind['ask']) =>
  fc.asyncProperty(fc.scheduler(), asked(fc.constant('turn')), async (scheduler, calls) => {
    const outcome = await allAtOnce(kind, scheduler, calls, naive)
    expect(outcome.on).toEqual(outcome.on.map((_, person) => turnsOf(calls, person) % 2 === 1))
  })

/** Looks in one unit and acts in another. */
const lookThenAct =
  (on: World): Kind['ask'] =>
  (app, liker, { postId }) =>
    new ResultAsync(
      (async () => {
        const liked = (await on.rows()).likes.has(`${postId} ${liker}`)
        return liked ? app.posts.unlike({ postId, liker }) : app.posts.like({ postId, liker })
      })(),
    )

describe.each(KINDS)('$name asked for at once, in any order of all their steps', (kind) => {
  test('every turn counts', () => fc.assert(everyTurnCounts(kind)))

  test('what may be repeated is there once, or not at all, whatever happens meanwhile', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), asked(fc.constantFrom<Turn>('on', 'off', 'turn')), async (scheduler, calls) => {
        const outcome = await allAtOnce(kind, scheduler, calls)
        for (const [person, isOn] of outcome.on.entries()) {
          const turns = new Set(calls.filter((call) => call.person === person).map(({ turn }) => turn))
          if (turns.size === 1 && turns.has('on')) expect(isOn).toBe(true)
          if (turns.size === 1 && turns.has('off')) expect(isOn).toBe(false)
        }
      }),
    ))
})

test('a turn that looks first and acts later is found out', async () => {
  const [likes] = KINDS
  const found = await fc.check(everyTurnCounts(likes!, lookThenAct))
  expect(found.failed).toBe(true)
})
