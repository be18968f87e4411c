import { describe, expect, test } from 'vitest'
import type { UserId } from '#domain/shared/id.ts'
import { MINUTE } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, GOING, signedUp, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const pair = async (on: World) => {
  const ann = await active(on, 'Ann')
  const bob = await active(on, 'Bob')
  return { ann, bob }
}

const written = async (on: World) => {
  const people = await pair(on)
  const form = { recipientId: String(people.bob), content: '베이스 쳐 줄래요?\r\n기다릴게요' }
  return { ...people, id: await valueOf(on.app.messages.send({ sender: people.ann, ...form })) }
}

describe('sending a message', () => {
  test('puts it into both boxes, unread, at the moment of the clock', async () => {
    const on = world()
    const { ann, bob, id } = await written(on)
    const expected = {
      id,
      senderId: ann,
      recipientId: bob,
      content: '베이스 쳐 줄래요?\n기다릴게요',
      readAt: null,
      createdAt: on.clock.now(),
    }
    for (const [mailbox, owner] of [
      ['inbox', bob],
      ['sent', ann],
    ] as const) {
      expect(await valueOf(on.app.messages.view({ id, mailbox, owner }))).toEqual(expected)
      expect((await valueOf(on.app.messages.list({ mailbox, owner }, {}, null))).rows).toEqual([expected])
    }
  })

  test('is refused to oneself, to nobody and to who is pending, and nothing is there then', async () => {
    const on = world()
    const { ann, bob } = await pair(on)
    const { id: pending } = await signedUp(on, { email: 'pat@example.org', nickname: 'Pat' })
    const send = (to: unknown, content: unknown = 'a') =>
      refusalOf(on.app.messages.send({ sender: ann, recipientId: whatever(to), content: whatever(content) }))
    expect(await send(ann)).toEqual({ type: 'MessageToOneself' })
    expect(await send(99)).toEqual({ type: 'UserNotFound', id: 99 })
    expect(await send(pending)).toEqual({ type: 'UserNotFound', id: pending })
    expect(await send(bob, '')).toMatchObject({ faults: [{ field: 'content', code: 'REQUIRED' }] })
    expect((await on.rows()).messages.size).toBe(0)
  })

  test('to who is suspended waits until staff lets them in again', async () => {
    const on = world()
    const { ann, bob } = await pair(on)
    const root = await staff(on)
    await valueOf(on.app.accounts.suspend({ staff: root, id: bob }))
    const id = await valueOf(on.app.messages.send({ sender: ann, recipientId: bob, content: 'a' }))
    await valueOf(on.app.accounts.readmit({ staff: root, id: bob }))
    expect(await valueOf(on.app.messages.open({ id, reader: bob }))).toMatchObject({ content: 'a' })
  })

  test.for(Object.entries(GOING))('is refused to those who %s before it is saved', async ([, go]) => {
    const on = world()
    const { ann, bob } = await pair(on)
    await go(on, ann)
    const outcome = on.app.messages.send({ sender: ann, recipientId: bob, content: 'a' })
    expect(await refusalOf(outcome)).toEqual({ type: 'NotAuthenticated' })
    expect((await on.rows()).messages.size).toBe(0)
  })

  test('is refused if the recipient went while it was written', async () => {
    const on = world()
    const { ann, bob } = await pair(on)
    const app = on.having({
      unitOfWork: {
        run: (work) =>
          on.ports.unitOfWork.run((all) =>
            work({
              ...all,
              messages: {
                ...all.messages,
                add: (message) => all.users.remove([bob]).andThen(() => all.messages.add(message)),
              },
            }),
          ),
      },
    })
    const outcome = app.messages.send({ sender: ann, recipientId: bob, content: 'a' })
    expect(await refusalOf(outcome)).toEqual({ type: 'UserNotFound', id: bob })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: pair,
      act: ({ app }, { ann, bob }) => app.messages.send({ sender: ann, recipientId: bob, content: 'a' }),
    })
    expect(failed).toEqual(['unitOfWork.run', 'users.lock', 'users.byId', 'messages.add', 'unitOfWork.commit'])
  })
})

describe('opening a message', () => {
  test('makes it read the first time, for both sides; looking does not', async () => {
    const on = world()
    const { ann, bob, id } = await written(on)
    await valueOf(on.app.messages.view({ id, mailbox: 'inbox', owner: bob }))
    on.clock.advance(MINUTE)
    const first = on.clock.now()
    expect(await valueOf(on.app.messages.open({ id, reader: bob }))).toMatchObject({ readAt: first })
    on.clock.advance(MINUTE)
    expect(await valueOf(on.app.messages.open({ id, reader: bob }))).toMatchObject({ readAt: first })
    expect(await valueOf(on.app.messages.view({ id, mailbox: 'sent', owner: ann }))).toMatchObject({ readAt: first })
  })

  test('is nobody’s but its recipient’s: for the others it is not there', async () => {
    const on = world()
    const { ann, bob, id } = await written(on)
    const carl = await active(on, 'Carl')
    const not = { type: 'MessageNotFound', id }
    for (const reader of [ann, carl]) expect(await refusalOf(on.app.messages.open({ id, reader }))).toEqual(not)
    for (const [mailbox, owner] of [
      ['sent', bob],
      ['inbox', ann],
      ['sent', carl],
      ['inbox', carl],
    ] as const) {
      expect(await refusalOf(on.app.messages.view({ id, mailbox, owner }))).toEqual(not)
      expect(await refusalOf(on.app.messages.delete({ id, mailbox, owner }))).toEqual(not)
    }
    expect(await valueOf(on.app.messages.view({ id, mailbox: 'inbox', owner: bob }))).toMatchObject({ readAt: null })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: written,
      act: ({ app }, { bob, id }) => app.messages.open({ id, reader: bob }),
    })
    expect(failed).toEqual(['unitOfWork.run', 'messages.byId', 'messages.save', 'unitOfWork.commit'])
  })
})

describe('deleting a message', () => {
  test('takes one’s own copy; once both did, it is gone', async () => {
    const on = world()
    const { ann, bob, id } = await written(on)
    await valueOf(on.app.messages.delete({ id, mailbox: 'inbox', owner: bob }))
    expect(await refusalOf(on.app.messages.open({ id, reader: bob }))).toEqual({ type: 'MessageNotFound', id })
    expect(await valueOf(on.app.messages.view({ id, mailbox: 'sent', owner: ann }))).toMatchObject({ id })
    await valueOf(on.app.messages.delete({ id, mailbox: 'sent', owner: ann }))
    expect((await on.rows()).messages.size).toBe(0)
  })

  test('with the account leaves the other side’s, which then names nobody', async () => {
    const on = world()
    const { ann, bob, id } = await written(on)
    await valueOf(on.app.accounts.delete({ id: ann, remover: ann }))
    expect(await valueOf(on.app.messages.open({ id, reader: bob }))).toMatchObject({ senderId: null, recipientId: bob })
    await valueOf(on.app.accounts.delete({ id: bob, remover: bob }))
    expect((await on.rows()).messages.size).toBe(0)
  })

  test('saving fails, so it fails', async () => {
    const act = ({ app }: World, { bob, id }: Awaited<ReturnType<typeof written>>) =>
      app.messages.delete({ id, mailbox: 'inbox', owner: bob })
    expect(await saysSoWhenAnythingFails({ given: written, act })).toEqual([
      'unitOfWork.run',
      'messages.byId',
      'messages.save',
      'unitOfWork.commit',
    ])
    const half = async (on: World) => {
      const given = await written(on)
      await valueOf(on.app.messages.delete({ id: given.id, mailbox: 'sent', owner: given.ann }))
      return given
    }
    expect(await saysSoWhenAnythingFails({ given: half, act })).toContain('messages.remove')
  })
})

describe('a box', () => {
  test('gives the newest first, page by page, and is refused for what is no size', async () => {
    const on = world()
    const { ann, bob, id } = await written(on)
    on.clock.advance(1)
    const next = await valueOf(on.app.messages.send({ sender: ann, recipientId: bob, content: 'b' }))
    const mailbox = { mailbox: 'inbox', owner: bob } as const
    const first = await valueOf(on.app.messages.list(mailbox, { pageSize: 1 }, null))
    const second = await valueOf(on.app.messages.list(mailbox, { pageSize: 1 }, first.next))
    expect([first, second].map(({ rows }) => rows[0]!.id)).toEqual([next, id])
    expect(await refusalOf(on.app.messages.list(mailbox, { pageSize: whatever('x') }, null))).toMatchObject({
      faults: [{ field: 'pageSize' }],
    })
  })

  test('says so when nobody can look', async () => {
    const owner = 1 as UserId
    const failed = await saysSoWhenAnythingFails({
      given: written,
      act: ({ app }, { id }) =>
        app.messages
          .list({ mailbox: 'sent', owner }, {}, null)
          .andThen(() => app.messages.view({ id, mailbox: 'sent', owner })),
    })
    expect(failed).toEqual(['messageQueries.list', 'messageQueries.byId'])
  })
})
