import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { LETTERS, type LetterKind, type NewLetter } from '#domain/account/letter.ts'
import type { LetterId, UserId } from '#domain/shared/id.ts'
import { after, HOUR } from '#domain/shared/instant.ts'
import { instants } from './arbitraries.ts'
import { newChange, newLetter, NOON, UNKNOWN_ID } from './fixtures.ts'
import { activeIn, pendingIn } from './given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  type PropertyOptions,
  valueOf,
} from './subject.ts'
import { answersUnavailableAmidAUnit, expectOneAfterTheOther, takenBack } from './transactions.ts'

const kinds = fc.constantFrom(...(Object.keys(LETTERS) as LetterKind[]))
const languages = fc.constantFrom('en' as const, 'ko' as const)

/** `LetterRepository`. */
export const lettersContract = (
  name: string,
  make: MakeBreakable<UnitOfWork>,
  { runs = 50 }: PropertyOptions = {},
): void =>
  contract(`LetterRepository: ${name}`, make, (made) => {
    const units = () => made().subject
    const add = (letter: NewLetter) => valueOf(units().run(({ letters }) => letters.add(letter)))
    const stored = (id: LetterId) => valueOf(units().run(({ letters }) => letters.byId(id)))
    const markSent = (id: LetterId, now = NOON) => valueOf(units().run(({ letters }) => letters.markSent(id, now)))
    const written = async () => add(newLetter({ userId: (await pendingIn(units())).id }))

    it('gives a letter its id, unsent, and back what was added', () =>
      fc.assert(
        fc.asyncProperty(kinds, languages, instants, async (kind, language, askedAt) => {
          const given = newLetter({ userId: (await activeIn(units())).id, kind, language, askedAt })
          const letter = await add(given)
          expect(letter).toStrictEqual({ ...given, id: letter.id, sentAt: null })
          expect(await stored(letter.id)).toStrictEqual(letter)
        }),
        { numRuns: runs },
      ))

    it('remembers the change it is about, and never takes it for none', async () => {
      const { id: userId } = await activeIn(units())
      const { id: changeId } = await valueOf(units().run((to) => to.pendingChanges.put(newChange({ userId }))))
      const letter = await add(newLetter({ userId, kind: 'change-password', changeId }))
      expect(await stored(letter.id)).toStrictEqual(letter)
      await valueOf(units().run(({ pendingChanges }) => pendingChanges.removeOfUser(userId)))
      expect((await stored(letter.id))?.changeId).not.toBeNull()
    })

    it('answers null for what is not there', async () => {
      expect(await stored(UNKNOWN_ID as LetterId)).toBeNull()
    })

    it('gives letters of one kind to one user ids of their own', async () => {
      const { id: userId } = await pendingIn(units())
      const letters = [await add(newLetter({ userId })), await add(newLetter({ userId }))]
      expect(new Set(letters.map(({ id }) => id)).size).toBe(2)
    })

    it('writes down when a letter was sent, the last time counts, and no other letter is touched', async () => {
      const [sent, other] = [await written(), await written()]
      await markSent(sent.id)
      expect(await stored(sent.id)).toStrictEqual({ ...sent, sentAt: NOON })
      await markSent(sent.id, after(NOON, HOUR))
      expect(await stored(sent.id)).toStrictEqual({ ...sent, sentAt: after(NOON, HOUR) })
      expect(await stored(other.id)).toStrictEqual(other)
    })

    it('does not bring a removed letter back by marking it', async () => {
      const letter = await written()
      await valueOf(units().run(({ users }) => users.remove([letter.userId])))
      await markSent(letter.id)
      expect(await stored(letter.id)).toBeNull()
    })

    it('is locked by whoever reads it', async () => {
      const { id } = await written()
      await expectOneAfterTheOther(units(), ({ letters }) => letters.byId(id))
    })

    it('does not take a letter to nobody', async () => {
      await expectUnavailable(units().run(({ letters }) => letters.add(newLetter({ userId: UNKNOWN_ID as UserId }))))
    })

    it('shares no object with whoever adds or reads', async () => {
      const given = newLetter({ userId: (await pendingIn(units())).id })
      const before = { ...given }
      const letter = await add(given)
      const { id } = letter
      meddleWith(given)
      meddleWith(letter)
      meddleWith((await stored(id))!)
      expect(await stored(id)).toStrictEqual({ ...before, id, sentAt: null })
    })

    it('takes back what a refused unit did', async () => {
      const letter = await written()
      await takenBack(units(), ({ letters }) => letters.markSent(letter.id, NOON))
      expect(await stored(letter.id)).toStrictEqual(letter)
      const lost: LetterId[] = []
      await takenBack(units(), ({ letters }) =>
        letters.add(newLetter({ userId: letter.userId })).map(({ id }) => lost.push(id)),
      )
      expect(await stored(lost[0]!)).toBeNull()
    })

    answersUnavailableAmidAUnit(made, {
      add: ({ letters }) => letters.add(newLetter({ userId: 1 as UserId })),
      byId: ({ letters }) => letters.byId(1 as LetterId),
      markSent: ({ letters }) => letters.markSent(1 as LetterId, NOON),
    })
  })
