import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginIdempotentRequest } from '#application/idempotency/begin-idempotent-request.ts'
import {
  type IdempotencyKey,
  type IdempotentRequest,
  REQUEST_LOCK_TIMEOUT,
  type RunningRequest,
} from '#domain/idempotency/idempotent-request.ts'
import type { UserId } from '#domain/shared/id.ts'
import { DAY, type Instant, type Milliseconds, MINUTE } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, answered, GOING, posted, POST_FORM, staged } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const KEY = 'one' as IdempotencyKey

const people = async (on: World) => ({ ann: await active(on, 'Ann'), bob: await active(on, 'Bob') })

const begun = async (on: World, userId: UserId, key = KEY): Promise<RunningRequest> => {
  const idempotentRequest = await valueOf(on.app.idempotency.begin({ userId, key, fingerprint: 'print' }))
  if (idempotentRequest.state !== 'running') throw new Error('it was done before')
  return idempotentRequest
}

const working = async (on: World) => {
  const given = await people(on)
  return { ...given, idempotentRequest: await begun(on, given.ann) }
}

const send = (on: World, ann: UserId, bob: UserId, idempotentRequest: RunningRequest | null, content = 'a') =>
  on.app.messages.send({ sender: ann, recipientId: bob, content, idempotentRequest })

describe('what is to be done once', () => {
  test('a message, a post, a comment and a proposal finish their run in the same transaction, with their id', async () => {
    const on = world()
    const { ann, bob } = await people(on)
    const postId = await posted(on, bob)
    const found = async (key: string) => {
      const idempotentRequest = await valueOf(
        on.app.idempotency.begin({ userId: ann, key: key as IdempotencyKey, fingerprint: 'print' }),
      )
      return idempotentRequest.state === 'finished' ? idempotentRequest.made : null
    }
    const idempotentRequest = (key: string) => begun(on, ann, key as IdempotencyKey)
    const message = await valueOf(send(on, ann, bob, await idempotentRequest('message')))
    const post = await valueOf(
      on.app.posts.create({
        author: ann,
        ...POST_FORM,
        track: await staged(on),
        idempotentRequest: await idempotentRequest('post'),
      }),
    )
    const track = await staged(on)
    const comment = await valueOf(
      on.app.comments.create({
        postId,
        author: ann,
        instruments: 'Bass',
        track,
        idempotentRequest: await idempotentRequest('comment'),
      }),
    )
    const proposal = await valueOf(
      on.app.mixes.propose({
        postId,
        proposer: ann,
        stems: [comment],
        idempotentRequest: await idempotentRequest('proposal'),
      }),
    )
    const named = ['message', 'post', 'comment', 'proposal']
    expect(await Promise.all(named.map(found))).toEqual([message, post, comment, proposal])
  })

  test('is taken back, with its files, if somebody else has taken the run up meanwhile', async () => {
    const on = world()
    const { ann, bob, idempotentRequest } = await working(on)
    const postId = await posted(on, bob)
    on.clock.advance(REQUEST_LOCK_TIMEOUT)
    const next = await begun(on, ann)
    const before = { ...(await on.rows()), files: on.files.paths() }
    const lost = { type: 'IdempotencyKeyInUse' }
    expect(await refusalOf(send(on, ann, bob, idempotentRequest))).toEqual(lost)
    const post = { author: ann, ...POST_FORM, track: await staged(on), idempotentRequest }
    expect(await refusalOf(on.app.posts.create(post))).toEqual(lost)
    const comment = { postId, author: ann, instruments: 'Bass', track: await staged(on), idempotentRequest }
    expect(await refusalOf(on.app.comments.create(comment))).toEqual(lost)
    expect({ ...(await on.rows()), files: on.files.paths() }).toEqual(before)
    await valueOf(send(on, ann, bob, next))
  })

  test('without a key is done as often as it is asked for', async () => {
    const on = world()
    const { ann, bob } = await people(on)
    const postId = await posted(on, bob)
    expect(await answered(on, postId, ann)).not.toBe(await answered(on, postId, ann))
  })

  test('may be done again after it was released, and not after it was finished', async () => {
    const on = world()
    const { ann, bob, idempotentRequest } = await working(on)
    await valueOf(on.app.idempotency.release(idempotentRequest))
    const next = await begun(on, ann)
    await valueOf(send(on, ann, bob, next))
    await valueOf(on.app.idempotency.release(next))
    expect(await valueOf(on.app.idempotency.begin(next))).toMatchObject({ state: 'finished', answer: null })
  })

  test('keeps the first answer, and gives it to whoever comes with another', async () => {
    const on = world()
    const { ann, bob, idempotentRequest } = await working(on)
    expect(await valueOf(on.app.idempotency.storeResponse(idempotentRequest, 'too early'))).toBe('too early')
    await valueOf(send(on, ann, bob, idempotentRequest))
    expect(await valueOf(on.app.idempotency.storeResponse(idempotentRequest, 'first'))).toBe('first')
    expect(await valueOf(on.app.idempotency.storeResponse(idempotentRequest, 'second'))).toBe('first')
    expect(await valueOf(on.app.idempotency.begin(idempotentRequest))).toMatchObject({ answer: 'first' })
  })

  test('is forgotten after a day, a few with each new run', async () => {
    const on = world()
    const { ann } = await people(on)
    for (let nth = 0; nth < 25; nth++) await begun(on, ann, `key-${nth}` as IdempotencyKey)
    on.clock.advance(DAY)
    await begun(on, ann, 'new' as IdempotencyKey)
    expect((await on.rows()).idempotentRequests.size).toBe(6)
  })

  test.for(Object.entries(GOING))('is not begun for those who %s', async ([, go]) => {
    const on = world()
    const { ann } = await people(on)
    await go(on, ann)
    const begin = on.app.idempotency.begin({ userId: ann, key: KEY, fingerprint: 'f' })
    expect(await refusalOf(begin)).toEqual({ type: 'NotAuthenticated' })
    expect((await on.rows()).idempotentRequests.size).toBe(0)
  })

  test('is refused rather than done twice if the run is released while it is met', async () => {
    const on = world()
    const { ann, idempotentRequest } = await working(on)
    const begin = beginIdempotentRequest({
      clock: on.clock,
      unitOfWork: {
        run: (work) =>
          on.ports.unitOfWork.run(({ users, idempotentRequests }) =>
            work({
              users,
              idempotentRequests: {
                ...idempotentRequests,
                byName: (name) => idempotentRequests.remove(name).andThen(() => idempotentRequests.byName(name)),
              },
            }),
          ),
      },
    })
    expect(await refusalOf(begin({ ...idempotentRequest, userId: ann }))).toEqual({ type: 'IdempotencyKeyInUse' })
  })

  test('saving fails, so it fails', async () => {
    expect(
      await saysSoWhenAnythingFails({
        given: people,
        act: ({ app }, { ann }) => app.idempotency.begin({ userId: ann, key: KEY, fingerprint: 'f' }),
      }),
    ).toEqual([
      'unitOfWork.run',
      'users.lock',
      'idempotentRequests.removeStartedUntil',
      'idempotentRequests.add',
      'unitOfWork.commit',
    ])
    expect(
      await saysSoWhenAnythingFails({
        given: working,
        act: (on, { ann, bob, idempotentRequest }) => send(on, ann, bob, idempotentRequest),
      }),
    ).toEqual([
      'unitOfWork.run',
      'users.lock',
      'users.byId',
      'messages.add',
      'idempotentRequests.byName',
      'idempotentRequests.save',
      'unitOfWork.commit',
    ])
    const done = async (on: World) => {
      const given = await working(on)
      await valueOf(send(on, given.ann, given.bob, given.idempotentRequest))
      return given
    }
    const kept = await saysSoWhenAnythingFails({
      given: done,
      act: ({ app }, { idempotentRequest }) => app.idempotency.storeResponse(idempotentRequest, 'a'),
    })
    expect(kept).toEqual([
      'unitOfWork.run',
      'idempotentRequests.byName',
      'idempotentRequests.save',
      'unitOfWork.commit',
    ])
    const released = await saysSoWhenAnythingFails({
      given: working,
      act: ({ app }, { idempotentRequest }) => app.idempotency.release(idempotentRequest),
    })
    expect(released).toEqual([
      'unitOfWork.run',
      'idempotentRequests.byName',
      'idempotentRequests.remove',
      'unitOfWork.commit',
    ])
  })
})

/** Who asks, under which key, for what. */
type Asked = { readonly who: 0 | 1; readonly key: 'k' | 'l'; readonly text: 'a' | 'b' }

/** What befalls; servers are named from the one that began last. */
type Event =
  | ({ readonly does: 'ask' } & Asked)
  | { readonly does: 'act' | 'answer' | 'refuse' | 'die'; readonly nth: number }
  | { readonly does: 'pass'; readonly length: Milliseconds }

const events: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      who: fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const),
      key: fc.constantFrom('k' as const, 'k' as const, 'k' as const, 'l' as const),
      text: fc.constantFrom('a' as const, 'a' as const, 'a' as const, 'b' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constantFrom('act' as const, 'act' as const, 'answer' as const, 'refuse' as const, 'die' as const),
      nth: fc.nat({ max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('pass' as const),
      length: fc.constantFrom(
        1,
        MINUTE,
        REQUEST_LOCK_TIMEOUT - 1,
        REQUEST_LOCK_TIMEOUT,
        REQUEST_LOCK_TIMEOUT,
        REQUEST_LOCK_TIMEOUT,
        DAY - REQUEST_LOCK_TIMEOUT,
        DAY - 1,
        DAY,
      ),
    }),
  },
)

type Server = {
  readonly asked: Asked
  readonly idempotentRequest: IdempotentRequest
  made: number | null
  isGone: boolean
}
type Effect = { readonly asked: Asked; readonly begunAt: Instant; readonly made: number }

const isOfOneName = (one: Asked, other: Asked): boolean => one.who === other.who && one.key === other.key

/** Lets the events befall several servers on the same rows, and holds what came of them against what must hold. */
const live = async (story: readonly Event[]): Promise<void> => {
  const on = world()
  const senders = [await active(on, 'Ann'), await active(on, 'Bob')]
  const to = await active(on, 'Carl')
  const servers: Server[] = []
  const effects: Effect[] = []
  const replies = new Map<number, string>()

  /** A reply tells of what was made for this request, and is the same each time. */
  const isReplied = (asked: Asked, reply: string): void => {
    const made = Number(reply.split(' ')[0])
    expect(effects.find((effect) => effect.made === made)?.asked).toEqual(asked)
    expect(replies.get(made) ?? reply).toBe(reply)
    replies.set(made, reply)
  }
  const reply = async (asked: Asked, idempotentRequest: IdempotentRequest, made: number, by: string): Promise<void> =>
    isReplied(asked, await valueOf(on.app.idempotency.storeResponse(idempotentRequest, `${made} ${by}`)))

  const ask = async (asked: Asked): Promise<'refused' | 'met'> => {
    const name = { userId: senders[asked.who]!, key: asked.key as unknown as IdempotencyKey, fingerprint: asked.text }
    const outcome = await on.app.idempotency.begin(name)
    if (outcome.isErr()) return 'refused'
    const idempotentRequest = outcome.value
    if (idempotentRequest.state === 'running') servers.push({ asked, idempotentRequest, made: null, isGone: false })
    else if (idempotentRequest.answer === null)
      await reply(asked, idempotentRequest, idempotentRequest.made, `again ${servers.length}`)
    else isReplied(asked, idempotentRequest.answer)
    return 'met'
  }

  const serve = async (server: Server, does: 'act' | 'answer' | 'refuse' | 'die', nth: number): Promise<void> => {
    const { asked, idempotentRequest } = server
    if (does === 'die') server.isGone = true
    // An answer that takes a day is compared with nothing: what was answered meanwhile is forgotten.
    const isKnown = on.clock.now() - idempotentRequest.begunAt < DAY
    if (does === 'answer' && server.made !== null && isKnown)
      await reply(asked, idempotentRequest, server.made, `by ${nth}`)
    if (idempotentRequest.state !== 'running') return
    // Also who does not know that it was made: the commit went through, and its answer was lost.
    if (does === 'refuse') {
      await valueOf(on.app.idempotency.release(idempotentRequest))
      server.isGone = true
    }
    if (does === 'act' && server.made === null) {
      const form = { recipientId: to, content: asked.text }
      const outcome = await on.app.messages.send({ sender: senders[asked.who]!, ...form, idempotentRequest })
      if (outcome.isErr()) expect(outcome.error).toEqual({ type: 'IdempotencyKeyInUse' })
      else {
        server.made = outcome.value
        effects.push({ asked, begunAt: idempotentRequest.begunAt, made: outcome.value })
      }
    }
  }

  for (const event of story) {
    if (event.does === 'ask') {
      const { who, key, text } = event
      await ask({ who, key, text })
    } else if (event.does === 'pass') on.clock.advance(event.length)
    else {
      const server = servers.at(-1 - event.nth)
      if (server !== undefined && !server.isGone) await serve(server, event.does, event.nth)
    }
    for (const [at, one] of effects.entries())
      for (const other of effects.slice(at + 1))
        if (isOfOneName(one.asked, other.asked))
          expect(Math.abs(one.begunAt - other.begunAt)).toBeGreaterThanOrEqual(DAY)
    expect((await on.rows()).messages.size).toBe(effects.length)
  }

  on.clock.advance(DAY)
  const asked: Asked = { who: 0, key: 'k', text: 'a' }
  expect(await ask(asked)).toBe('met')
  expect(servers.at(-1)?.asked).toEqual(asked)
}

test(
  'whatever befalls its servers, a key makes one thing a day, and every answer for it is the same',
  { timeout: 60_000 },
  () => fc.assert(fc.asyncProperty(fc.array(events, { minLength: 5, maxLength: 30 }), live), { numRuns: 300 }),
)
