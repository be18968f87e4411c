import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Mailbox,
  copyOf,
  goesToSomebodyElse,
  holderOf,
  MAX_CONTENT_LENGTH,
  type Message,
  opened,
  parseContent,
  parseMessage,
  sent,
  withoutCopy,
  withoutUser,
} from '#domain/message/message.ts'
import type { MessageId, UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import { lengthOf } from '#domain/shared/text.ts'
import { notText, wildText } from './arbitraries.ts'
import { errorIn } from './outcome.ts'
import { whatever } from './whatever.ts'

const ANN = 1 as UserId
const BOB = 2 as UserId
const contentOf = (raw: unknown) => parseContent(raw)._unsafeUnwrap()
const NEW = { senderId: ANN, recipientId: BOB, content: contentOf('같이 해요'), createdAt: instant(5) }
const MESSAGE: Message = sent(NEW, 7 as MessageId)

describe('the content of a message', () => {
  test('is NFC, trimmed, well formed, seen, without controls, and not too long', () => {
    fc.assert(
      fc.property(wildText(), (raw) => {
        const content = parseContent(raw).unwrapOr(null)
        if (content === null) return
        expect(content).toBe(content.normalize('NFC').trim())
        expect(content.isWellFormed()).toBe(true)
        expect(content.replaceAll(/[\t\n]/g, '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
        expect(lengthOf(content)).toBeGreaterThanOrEqual(1)
        expect(lengthOf(content)).toBeLessThanOrEqual(MAX_CONTENT_LENGTH)
      }),
      { numRuns: 500 },
    )
  })

  test('has as many lines as it likes, and each ends in one line feed, wherever it was written', () => {
    expect(contentOf(' 안녕\r\n\r\nbass?\ryes\u2028\tno\u0085ok ')).toBe('안녕\n\nbass?\nyes\n\tno\nok')
    expect(contentOf('a\r\n'.repeat(500))).toHaveLength(999)
  })

  test('may be 1,000 characters long, counted as people see most of them', () => {
    expect(contentOf('🎸'.repeat(1000))).toHaveLength(2000)
    expect(contentOf('한'.repeat(1000).normalize('NFD'))).toBe('한'.repeat(1000))
    expect(errorIn(parseContent('🎸'.repeat(1001)))).toEqual({ code: 'TOO_LONG', maximum: 1000 })
  })

  test('is refused where there is nothing to see, or what is no text', () => {
    for (const nothing of [undefined, null, '', ' \n\t ', '\u200b\n\u3164', '\u2800'])
      expect(errorIn(parseContent(nothing))).toEqual({ code: 'REQUIRED' })
    for (const broken of ['a\u0000b', 'a\u001bb', 'a\u202eb', 'a\ud800b'])
      expect(errorIn(parseContent(broken))).toMatchObject({ code: 'MALFORMED' })
    fc.assert(
      fc.property(notText, (raw) => {
        expect(parseContent(raw).isErr()).toBe(true)
      }),
    )
  })
})

describe('a message', () => {
  test('names every field that is wrong at once', () => {
    expect(errorIn(parseMessage(whatever({})))).toMatchObject({
      faults: [
        { field: 'recipientId', code: 'REQUIRED' },
        { field: 'content', code: 'REQUIRED' },
      ],
    })
    expect(errorIn(parseMessage({ recipientId: 'Bob', content: 'a' }))).toMatchObject({
      faults: [{ field: 'recipientId', code: 'MALFORMED' }],
    })
    expect(parseMessage({ recipientId: '2', content: 'a' })._unsafeUnwrap()).toEqual({ recipientId: 2, content: 'a' })
  })

  test('goes to somebody else', () => {
    expect(errorIn(goesToSomebodyElse({ ...NEW, recipientId: ANN }))).toEqual({ type: 'MessageToOneself' })
    expect(goesToSomebodyElse(NEW)._unsafeUnwrap()).toBe(NEW)
  })

  test('is had by both sides, each in its own box, and by nobody else', () => {
    expect([holderOf(MESSAGE, 'inbox'), holderOf(MESSAGE, 'sent')]).toEqual([BOB, ANN])
    expect(copyOf(MESSAGE, 'inbox', BOB)).toBe(MESSAGE)
    expect(copyOf(MESSAGE, 'sent', ANN)).toBe(MESSAGE)
    expect([copyOf(MESSAGE, 'inbox', ANN), copyOf(MESSAGE, 'sent', BOB), copyOf(null, 'sent', ANN)]).toEqual([
      null,
      null,
      null,
    ])
  })

  test('was read when it was first opened', () => {
    const read = opened(MESSAGE, instant(9))
    expect([read.readAt, opened(read, instant(10)).readAt]).toEqual([9, 9])
  })

  test('is gone when nobody has a copy, whichever way and in whichever order both lost theirs', () => {
    const losses = {
      inbox: [(message: Message) => withoutCopy(message, 'inbox'), (message: Message) => withoutUser(message, BOB)],
      sent: [(message: Message) => withoutCopy(message, 'sent'), (message: Message) => withoutUser(message, ANN)],
    }
    const others: Readonly<Record<Mailbox, Mailbox>> = { inbox: 'sent', sent: 'inbox' }
    for (const mailbox of ['inbox', 'sent'] as const)
      for (const first of losses[mailbox]) {
        const left = first(MESSAGE)!
        expect([holderOf(left, mailbox), holderOf(left, others[mailbox])]).toEqual([
          null,
          holderOf(MESSAGE, others[mailbox]),
        ])
        expect(first(left)).toEqual(left)
        for (const second of losses[others[mailbox]]) expect(second(left)).toBeNull()
      }
  })

  test('stays with the other side when an account goes, and names nobody in its place', () => {
    expect(withoutUser(MESSAGE, ANN)).toEqual({ ...MESSAGE, senderId: null })
    expect(withoutUser(MESSAGE, BOB)).toEqual({ ...MESSAGE, recipientId: null })
    expect(withoutUser(MESSAGE, 3 as UserId)).toEqual(MESSAGE)
  })
})
