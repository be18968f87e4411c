/** A few lines over the limit, so that the cases of one port stay together. */

import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import { deleteMessage } from '#application/message/delete-message.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Message } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { contentOf, newMessage, NOON, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, messageIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import {
  answersUnavailableAmidAUnit,
  expectOneAfterTheOther,
  takenBack,
} from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const texts = fc
  .string({ unit: 'binary', maxLength: 200 })
  .map((text) => text.replaceAll('\0', '').toWellFormed())
  .filter((text) => text.length > 0)

/** `MessageRepository`, and what becomes of messages when a user is removed. */
export const messagesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'MessageRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: MessageId) => valueOf(units().run(({ messages }) => messages.byId(id)))
    const save = (changed: Message) => valueOf(units().run(({ messages }) => messages.save(changed)))
    const remove = (id: MessageId) => valueOf(units().run(({ messages }) => messages.remove(id)))
    const leave = (id: UserId) => valueOf(units().run(({ users }) => users.remove([id])))
    const pair = async () => [(await activeIn(units())).id, (await activeIn(units())).id] as const

    it('gives back a message as it was sent, whatever it says', async () => {
      const [senderId, recipientId] = await pair()
      await fc.assert(
        fc.asyncProperty(texts, instants, async (text, createdAt) => {
          const given = { senderId, recipientId, content: contentOf(text), createdAt }
          const added = (await valueOf(units().run(({ messages }) => messages.add(given))))!
          expect(added).toStrictEqual({ ...given, id: added.id, copies: ['inbox', 'sent'], readAt: null })
          expect(await stored(added.id)).toStrictEqual(added)
        }),
        { numRuns: runs },
      )
    })

    it('answers null for what is not there, and for a recipient who is not', async () => {
      expect(await stored(UNKNOWN_ID as MessageId)).toBeNull()
      const [senderId] = await pair()
      const nobody = newMessage({ senderId, recipientId: UNKNOWN_ID as UserId })
      expect(await valueOf(units().run(({ messages }) => messages.add(nobody)))).toBeNull()
    })

    it('does not take a message of nobody, nor one to its sender', async () => {
      const [senderId, recipientId] = await pair()
      for (const bad of [
        newMessage({ senderId: UNKNOWN_ID as UserId, recipientId }),
        newMessage({ senderId, recipientId: senderId }),
      ])
        await expectUnavailable(units().run(({ messages }) => messages.add(bad)))
    })

    it('keeps the copies and the moment of the last of several writes, and nothing else of them', async () => {
      const [senderId, recipientId] = await pair()
      const added = await messageIn(units(), { senderId, recipientId })
      await save({ ...added, readAt: after(NOON, 1) })
      await save({ ...added, content: contentOf('anew'), copies: ['sent'], readAt: after(NOON, MINUTE) })
      const expected = { ...added, copies: ['sent'], readAt: after(NOON, MINUTE) }
      expect(await stored(added.id)).toStrictEqual(expected)
      await save({ ...added, copies: ['inbox'], readAt: null })
      expect(await stored(added.id)).toStrictEqual({ ...added, copies: ['inbox'] })
    })

    it('removes a message, and no other, may do so again, and does not bring it back by saving it', async () => {
      const [senderId, recipientId] = await pair()
      const gone = await messageIn(units(), { senderId, recipientId })
      const left = await messageIn(units(), { senderId, recipientId })
      await remove(gone.id)
      await remove(gone.id)
      await save(gone)
      expect([await stored(gone.id), await stored(left.id)]).toStrictEqual([null, left])
    })

    it('leaves a message with the other side when one account goes, and takes it when the other goes too', async () => {
      const [senderId, recipientId] = await pair()
      const first = await messageIn(units(), { senderId, recipientId })
      const second = await messageIn(units(), { senderId: recipientId, recipientId: senderId })
      await leave(senderId)
      expect(await stored(first.id)).toStrictEqual({ ...first, senderId: null })
      expect(await stored(second.id)).toStrictEqual({ ...second, recipientId: null })
      await leave(recipientId)
      expect([await stored(first.id), await stored(second.id)]).toEqual([null, null])
    })

    it('takes a message with an account when the other side had deleted its copy', async () => {
      const [senderId, recipientId] = await pair()
      const other = (await activeIn(units())).id
      const lots = [
        [await messageIn(units(), { senderId, recipientId: other }), 'sent', null],
        [await messageIn(units(), { senderId: other, recipientId: senderId }), 'inbox', null],
        [await messageIn(units(), { senderId, recipientId }), 'inbox', { senderId: null }],
        [await messageIn(units(), { senderId: other, recipientId }), 'sent', {}],
      ] as const
      for (const [message, kept] of lots) await save({ ...message, copies: [kept] })
      await leave(senderId)
      for (const [message, kept, changed] of lots)
        expect(await stored(message.id)).toStrictEqual(changed && { ...message, copies: [kept], ...changed })
    })

    it('takes two accounts that wrote to each other at once', async () => {
      const [one, other] = await pair()
      const written = [
        await messageIn(units(), { senderId: one, recipientId: other }),
        await messageIn(units(), { senderId: other, recipientId: one }),
      ]
      await valueOf(units().run(({ users }) => users.remove([one, other])))
      for (const { id } of written) expect(await stored(id)).toBeNull()
    })

    it('is locked by whoever reads it', async () => {
      const [senderId, recipientId] = await pair()
      const { id } = await messageIn(units(), { senderId, recipientId })
      await expectOneAfterTheOther(units(), ({ messages }) => messages.byId(id))
    })

    it('is gone when both sides let go of it at the same moment, in whichever way', async () => {
      const del = deleteMessage({ unitOfWork: units() })
      for (let round = 0; round < 4; round++) {
        const [senderId, recipientId] = await pair()
        const [senderDeletes, recipientDeletes] = [round % 2 === 0, round < 2]
        const { id } = await messageIn(units(), { senderId, recipientId })
        await Promise.all([
          senderDeletes ? valueOf(del({ id, mailbox: 'sent', owner: senderId })) : leave(senderId),
          recipientDeletes ? valueOf(del({ id, mailbox: 'inbox', owner: recipientId })) : leave(recipientId),
        ])
        expect([senderDeletes, recipientDeletes, await stored(id)]).toEqual([senderDeletes, recipientDeletes, null])
      }
    })

    it('is gone when two who wrote to each other many times leave at the same moment', async () => {
      const [one, other] = await pair()
      const written: Message[] = []
      for (let nth = 0; nth < 8; nth++) {
        const [senderId, recipientId] = nth % 2 === 0 ? [one, other] : [other, one]
        written.push(await messageIn(units(), { senderId, recipientId }))
      }
      await Promise.all([leave(one), leave(other)])
      for (const { id } of written) expect(await stored(id)).toBeNull()
    })

    it('goes to nobody whose account goes at the same moment', async () => {
      const [senderId] = await pair()
      for (let round = 0; round < 4; round++) {
        const { id: recipientId } = await activeIn(units())
        const [, added] = await Promise.all([
          leave(recipientId),
          valueOf(units().run(({ messages }) => messages.add(newMessage({ senderId, recipientId })))),
        ])
        if (added !== null) expect(await stored(added.id)).toStrictEqual({ ...added, recipientId: null })
      }
    })

    it('shares no object with whoever sends, saves or reads', async () => {
      const [senderId, recipientId] = await pair()
      const added = await messageIn(units(), { senderId, recipientId })
      const before = structuredClone(added)
      meddleWith(added)
      meddleWith((await stored(before.id))!)
      expect(await stored(before.id)).toStrictEqual(before)
    })

    it('takes back what a refused unit did', async () => {
      const [senderId, recipientId] = await pair()
      const added = await messageIn(units(), { senderId, recipientId })
      await takenBack(units(), ({ messages }) => messages.save({ ...added, copies: ['sent'], readAt: NOON }))
      await takenBack(units(), ({ messages }) => messages.remove(added.id))
      await takenBack(units(), ({ users }) => users.remove([senderId]))
      expect(await stored(added.id)).toStrictEqual(added)
    })

    const any = {
      ...newMessage({ senderId: UNKNOWN_ID as UserId, recipientId: UNKNOWN_ID as UserId }),
      id: UNKNOWN_ID as MessageId,
      copies: [],
      readAt: null,
    }
    answersUnavailableAmidAUnit(it, made, {
      add: ({ messages }) => messages.add(any),
      byId: ({ messages }) => messages.byId(any.id),
      save: ({ messages }) => messages.save(any),
      remove: ({ messages }) => messages.remove(any.id),
    })
  })
