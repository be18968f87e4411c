import * as fc from 'fast-check'
import type { ResultAsync } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import { deleteMessage } from '#application/message/delete-message.ts'
import { listMessages, viewMessage, openMessage } from '#application/message/read-messages.ts'
import { sendMessage } from '#application/message/send-message.ts'
import type { Mailbox } from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { after, type Instant } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { activeIn } from '#adapters/testing/given.ts'
import type { MessageQueriesSubject } from './message-views-contract.ts'
import { contract, type MakeBreakable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** People by their place in a run, so that a run can be told without ids. */
type Person = 0 | 1 | 2
const PEOPLE: readonly Person[] = [0, 1, 2]

/** What the people of a run do; a message is named by the order in which it was sent. */
type Deed =
  | { readonly does: 'send'; readonly from: Person; readonly to: Person }
  | { readonly does: 'open' | 'look' | 'delete'; readonly who: Person; readonly mailbox: Mailbox; readonly nth: number }
  | { readonly does: 'leave'; readonly who: Person }

/** What is expected of one message: written anew here, so that it can disagree with what is examined. */
type Expected = {
  from: Person | null
  to: Person | null
  readonly has: Set<Mailbox>
  readAt: Instant | null
}

const people = fc.constantFrom(...PEOPLE)
const mailboxes = fc.constantFrom<Mailbox>('inbox', 'sent')

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('send' as const), from: people, to: people }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constantFrom('open' as const, 'look' as const, 'delete' as const),
      who: people,
      mailbox: mailboxes,
      nth: fc.nat({ max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('leave' as const), who: people }) },
)

/** Everything that can befall one message from 0 to 1, in every order: the shuffles of its five deeds. */
const LOT: readonly Deed[] = [
  { does: 'open', who: 1, mailbox: 'inbox', nth: 0 },
  { does: 'delete', who: 1, mailbox: 'inbox', nth: 0 },
  { does: 'delete', who: 0, mailbox: 'sent', nth: 0 },
  { does: 'leave', who: 0 },
  { does: 'leave', who: 1 },
]

const ordersOf = (all: readonly Deed[]): readonly (readonly Deed[])[] =>
  all.length === 0 ? [[]] : all.flatMap((one, at) => ordersOf(all.toSpliced(at, 1)).map((rest) => [one, ...rest]))

/** Does the deeds one after the other; after each, everybody sees in both boxes what is expected, and nothing else. */
const live = async ({ units, queries }: MessageQueriesSubject, story: readonly Deed[]): Promise<void> => {
  let now = NOON
  const deps = { unitOfWork: units, messageQueries: queries, clock: { now: () => now } }
  const ids: (UserId | null)[] = []
  for (const _ of PEOPLE) ids.push((await activeIn(units)).id)
  const messages = new Map<MessageId, Expected>()
  const sent: MessageId[] = []
  const idOf = (person: Person | null) => (person === null ? null : ids[person]!)

  const does = async (deed: Deed): Promise<void> => {
    if (deed.does === 'send') {
      const [sender, to] = [ids[deed.from]!, ids[deed.to]!]
      if (sender === null) return
      const outcome = sendMessage(deps)({ sender, recipientId: to ?? 1_999_999_999, content: '안녕' })
      if (to === null) expect(await refusalOf(outcome)).toMatchObject({ type: 'UserNotFound' })
      else if (deed.from === deed.to) expect(await refusalOf(outcome)).toEqual({ type: 'MessageToOneself' })
      else {
        const id = await valueOf(outcome)
        sent.push(id)
        messages.set(id, { from: deed.from, to: deed.to, has: new Set(['inbox', 'sent']), readAt: null })
      }
      return
    }
    const who = ids[deed.who]!
    if (who === null) return
    if (deed.does === 'leave') {
      await valueOf(units.run(({ users }) => users.remove([who])))
      ids[deed.who] = null
      for (const message of messages.values()) {
        if (message.from === deed.who) message.from = null
        if (message.to === deed.who) message.to = null
      }
      return
    }
    const id = sent[deed.nth]
    if (id === undefined) return
    const expected = messages.get(id)!
    const isPersonal =
      expected.has.has(deed.mailbox) && (deed.mailbox === 'inbox' ? expected.to : expected.from) === deed.who
    const named = { id, mailbox: deed.mailbox, owner: who }
    if (deed.does === 'open') {
      const outcome = openMessage(deps)({ id, reader: who })
      const isInInbox = expected.has.has('inbox') && expected.to === deed.who
      if (isInInbox) expected.readAt ??= now
      if (isInInbox) expect(await valueOf(outcome)).toMatchObject({ id, readAt: expected.readAt })
      else expect(await refusalOf(outcome)).toEqual({ type: 'MessageNotFound', id })
      return
    }
    const outcome: ResultAsync<unknown, unknown> =
      deed.does === 'delete' ? deleteMessage(deps)(named) : viewMessage(deps)(named)
    if (isPersonal) await valueOf(outcome)
    else expect(await refusalOf(outcome)).toEqual({ type: 'MessageNotFound', id })
    if (isPersonal && deed.does === 'delete') expected.has.delete(deed.mailbox)
  }

  const isSeen = async (person: Person, mailbox: Mailbox): Promise<void> => {
    const owner = ids[person]!
    if (owner === null) return
    const page = await valueOf(listMessages(deps)({ mailbox, owner }, { pageSize: 100 }))
    const theirs = [...messages].filter(
      ([, { from, to, has }]) => has.has(mailbox) && (mailbox === 'inbox' ? to : from) === person,
    )
    expect(page.rows.map(({ id, senderId, recipientId, readAt }) => ({ id, senderId, recipientId, readAt }))).toEqual(
      theirs.toReversed().map(([id, { from, to, readAt }]) => ({
        id,
        senderId: idOf(from),
        recipientId: idOf(to),
        readAt,
      })),
    )
  }

  const areThere = async (): Promise<void> => {
    for (const [id, { from, to, has }] of messages) {
      const found = await valueOf(units.run((all) => all.messages.byId(id)))
      const isHad = (has.has('inbox') && to !== null) || (has.has('sent') && from !== null)
      expect(found !== null).toBe(isHad)
    }
  }

  for (const deed of story) {
    now = after(now, 1)
    await does(deed)
    for (const person of PEOPLE) for (const mailbox of ['inbox', 'sent'] as const) await isSeen(person, mailbox)
    await areThere()
  }
}

/** Who sees which message, whatever was read, deleted and left in whichever order. */
export const messageVisibilityContract = (
  testRunner: TestRunner,
  make: MakeBreakable<MessageQueriesSubject>,
  { name, runs = 200 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'Message visibility', name }, make, (made, it) => {
    it('in every order of reading, deleting by both sides, and leaving by both sides', async () => {
      for (const order of ordersOf(LOT)) await live(made().subject, [SENT, ...order])
    })

    it('among three people who write, read, delete and leave as they like', () =>
      fc.assert(
        fc.asyncProperty(fc.array(deeds, { maxLength: 25 }), (story) => live(made().subject, story)),
        { numRuns: runs },
      ))
  })

const SENT: Deed = { does: 'send', from: 0, to: 1 }
