import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { activeIn, postIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, meddleWith, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** The port only writes; how its entries are read is each adapter's own. */
export type AuditSubject = {
  readonly units: UnitOfWork
  /** Everything that was written down, the oldest first; entries of other cases may lie between. */
  readonly entries: () => Promise<readonly AuditEntry[]>
}

const ids = fc.integer({ min: 1, max: 2_147_483_647 })

/** What an entry can be about; the staff that did it is put in by the case. */
const deeds = fc.oneof(
  fc.record({
    action: fc.constantFrom('create-staff' as const, 'suspend-user' as const, 'readmit-user' as const),
    subject: ids.map((id) => id as UserId),
  }),
  fc.record({ action: fc.constant('delete-post' as const), subject: ids.map((id) => id as PostId) }),
  fc.record({ action: fc.constant('delete-comment' as const), subject: ids.map((id) => id as CommentId) }),
)

/** `AuditLog`. */
export const auditLogContract = (
  testRunner: TestRunner,
  make: MakeBreakable<AuditSubject>,
  { name, runs = 50 }: SuiteOptions = {},
): void => {
  contract(testRunner, { of: 'AuditLog', name }, make, (made, it) => {
    const units = () => made().subject.units
    const add = (entry: AuditEntry) => valueOf(units().run(({ audit }) => audit.add(entry)))
    const ofStaff = async (staffId: UserId) =>
      (await made().subject.entries()).filter((entry) => entry.staffId === staffId)

    it('keeps every entry as it was added, in order', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(deeds, instants), { maxLength: 5 }), async (done) => {
          const { id: staffId } = await activeIn(units())
          const entries = done.map(([deed, at]): AuditEntry => ({ staffId, at, ...deed }))
          for (const entry of entries) await add(entry)
          expect(await ofStaff(staffId)).toStrictEqual(entries)
        }),
        { numRuns: runs },
      ))

    it('keeps what was done from the command line, and the same deed twice', async () => {
      const { id: subject } = await activeIn(units())
      const entry = { staffId: null, at: NOON, action: 'create-staff', subject } as const
      await add(entry)
      await add(entry)
      const kept = (await made().subject.entries()).filter((one) => one.subject === subject && one.staffId === null)
      expect(kept).toStrictEqual([entry, entry])
    })

    it('outlives whom and what it names', async () => {
      const [staff, author] = [await activeIn(units()), await activeIn(units())]
      const { id } = await postIn(units(), { authorId: author.id })
      const entries: readonly AuditEntry[] = [
        { staffId: staff.id, at: NOON, action: 'delete-post', subject: id },
        { staffId: staff.id, at: NOON, action: 'suspend-user', subject: author.id },
      ]
      for (const entry of entries) await add(entry)
      await valueOf(units().run(({ users }) => users.remove([author.id, staff.id])))
      expect(await ofStaff(staff.id)).toStrictEqual(entries)
    })

    it('shares no object with whoever adds or reads', async () => {
      const { id: staffId } = await activeIn(units())
      const entry = { staffId, at: NOON, action: 'suspend-user', subject: staffId } as const
      const handedIn = { ...entry }
      await add(handedIn)
      meddleWith(handedIn)
      for (const read of await ofStaff(staffId)) meddleWith(read)
      expect(await ofStaff(staffId)).toStrictEqual([entry])
    })

    it('takes back what a refused unit did', async () => {
      const { id: staffId } = await activeIn(units())
      await takenBack(units(), ({ audit }) =>
        audit.add({ staffId, at: NOON, action: 'readmit-user', subject: staffId }),
      )
      expect(await ofStaff(staffId)).toEqual([])
    })
  })

  const makeUnits: MakeBreakable<UnitOfWork> = async () => {
    const made = await make()
    return { ...made, subject: made.subject.units }
  }
  contract(testRunner, { of: 'AuditLog in an outage', name }, makeUnits, (made, it) =>
    answersUnavailableAmidAUnit(it, made, {
      add: ({ audit }) => audit.add({ staffId: null, at: NOON, action: 'create-staff', subject: 1 as UserId }),
    }),
  )
}
