import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { MessageQueries, MessageView } from '#application/message/ports.ts'
import type { PageRequest } from '#application/shared/page.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Mailbox, Message } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { NOON, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, messageIn } from '#adapters/testing/given.ts'
import { expectPagination, readAllPages, rowsOf } from '#adapters/testing/contracts/shared/pages.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the message queries are examined on: both look at the same rows. */
export type MessageQueriesSubject = { readonly units: UnitOfWork; readonly queries: MessageQueries }

const FIRST_PAGE: PageRequest = { size: 10, cursor: null }
const BOXES: readonly Mailbox[] = ['inbox', 'sent']

const newestFirst = (messages: readonly Message[]): readonly MessageId[] =>
  messages.toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id).map(({ id }) => id)

const viewOf = ({ id, senderId, recipientId, content, readAt, createdAt }: Message): MessageView => ({
  id,
  senderId,
  recipientId,
  content,
  readAt,
  createdAt,
})

/** `MessageQueries`. */
export const messageViewsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<MessageQueriesSubject>,
  { name, runs = 30 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'MessageQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const view = (mailbox: Mailbox, owner: UserId, id: MessageId) =>
      valueOf(made().subject.queries.byId(mailbox, owner, id))
    const reader = (mailbox: Mailbox, owner: UserId) => (page: PageRequest) =>
      valueOf(made().subject.queries.list(mailbox, owner, page))
    const save = (changed: Message) => valueOf(units().run(({ messages }) => messages.save(changed)))
    const pair = async () => [(await activeIn(units())).id, (await activeIn(units())).id] as const

    it('shows a message to either side, in its own box, and to nobody else', async () => {
      const [senderId, recipientId] = await pair()
      const { id: stranger } = await activeIn(units())
      const message = await messageIn(units(), { senderId, recipientId })
      const read = { ...message, readAt: after(NOON, MINUTE) }
      await save(read)
      expect(await view('sent', senderId, message.id)).toStrictEqual(viewOf(read))
      expect(await view('inbox', recipientId, message.id)).toStrictEqual(viewOf(read))
      expect((await reader('sent', senderId)(FIRST_PAGE)).rows).toStrictEqual([viewOf(read)])
      expect((await reader('inbox', recipientId)(FIRST_PAGE)).rows).toStrictEqual([viewOf(read)])
      const elsewhere: readonly (readonly [Mailbox, UserId])[] = [
        ['inbox', senderId],
        ['sent', recipientId],
        ['inbox', stranger],
        ['sent', stranger],
      ]
      for (const [mailbox, owner] of elsewhere) {
        expect(await view(mailbox, owner, message.id)).toBeNull()
        expect(await reader(mailbox, owner)(FIRST_PAGE)).toEqual({ rows: [], next: null, previous: null })
      }
      for (const mailbox of BOXES) expect(await view(mailbox, senderId, UNKNOWN_ID as MessageId)).toBeNull()
    })

    it('does not show a deleted copy, and still shows the other', async () => {
      const [senderId, recipientId] = await pair()
      const message = await messageIn(units(), { senderId, recipientId })
      const shown = async () => [
        await view('inbox', recipientId, message.id),
        (await reader('inbox', recipientId)(FIRST_PAGE)).rows[0] ?? null,
        await view('sent', senderId, message.id),
        (await reader('sent', senderId)(FIRST_PAGE)).rows[0] ?? null,
      ]
      const seen = viewOf(message)
      await save({ ...message, copies: ['sent'] })
      expect(await shown()).toEqual([null, null, seen, seen])
      await save({ ...message, copies: ['inbox'] })
      expect(await shown()).toEqual([seen, seen, null, null])
    })

    it('pages forward and back, newest first, ties included, through one box of one person', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.boolean()), { maxLength: 8 }),
          fc.integer({ min: 1, max: 4 }),
          async (written, size) => {
            const [one, other] = await pair()
            const to: Message[] = []
            const from: Message[] = []
            for (const [tick, isMine] of written) {
              const [senderId, recipientId] = isMine ? [one, other] : [other, one]
              const message = await messageIn(units(), { senderId, recipientId, createdAt: after(NOON, tick) })
              ;(isMine ? from : to).push(message)
            }
            for (const [mailbox, expected] of [['inbox', to] as const, ['sent', from] as const]) {
              const read = reader(mailbox, one)
              await expectPagination(read, size, newestFirst(expected))
              expect(rowsOf(await readAllPages(read, size))).toHaveLength(expected.length)
            }
          },
        ),
        { numRuns: runs },
      ))

    it('no row comes twice or is missed when others come and go meanwhile', async () => {
      const [senderId, recipientId] = await pair()
      const write = (tick: number) => messageIn(units(), { senderId, recipientId, createdAt: after(NOON, tick) })
      const all: Message[] = []
      for (const tick of [5, 4, 3, 3, 3, 2, 1, 0]) all.push(await write(tick))
      const ids = newestFirst(all)
      const read = reader('inbox', recipientId)
      const first = await read({ size: 3, cursor: null })
      for (const at of [2, 4]) await save({ ...all.find(({ id }) => id === ids[at])!, copies: ['sent'] })
      await write(9)
      const second = await read({ size: 3, cursor: first.next })
      const third = await read({ size: 3, cursor: second.next })
      expect([first, second, third].map(({ rows }) => rows.map(({ id }) => id))).toEqual([
        ids.slice(0, 3),
        [ids[3], ids[5], ids[6]],
        [ids[7]],
      ])
      expect(third.next).toBeNull()
    })

    it('answers Unavailable in an outage', async () => {
      const [senderId, recipientId] = await pair()
      const { id } = await messageIn(units(), { senderId, recipientId })
      await made().breakDown()
      await expectUnavailable(made().subject.queries.byId('sent', senderId, id))
      await expectUnavailable(made().subject.queries.list('inbox', recipientId, FIRST_PAGE))
    })
  })
