import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { AuditEntryView, AuditQueries } from '#application/account/audit-view.ts'
import type { PageRequest } from '#application/shared/page.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { after } from '#domain/shared/instant.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { nicknameOf, NOON } from '#adapters/testing/fixtures.ts'
import { activeIn, postIn } from '#adapters/testing/given.ts'
import { expectPagination, readAllPages, rowsOf } from '#adapters/testing/contracts/shared/pages.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** Both look at the same rows; entries of other cases may lie between. */
export type AuditSubject = { readonly units: UnitOfWork; readonly queries: AuditQueries }

const entryOf = ({ id: _id, staff: _staff, ...entry }: AuditEntryView): AuditEntry => entry

const SUSPENDED = { action: 'suspend-user', subject: 1 as UserId } as const

const ids = fc.integer({ min: 1, max: 2_147_483_647 })

/** What an entry can be about; the staff that did it is put in by the case. */
const deeds = fc.oneof(
  fc.record({
    action: fc.constantFrom('create-staff' as const, 'suspend-user' as const, 'readmit-user' as const),
    subject: ids.map((id) => id as UserId),
  }),
  fc.record({ action: fc.constant('delete-post' as const), subject: ids.map((id) => id as PostId) }),
  fc.record({ action: fc.constant('delete-comment' as const), subject: ids.map((id) => id as CommentId) }),
  fc.record({ action: fc.constant('retry-job' as const), subject: fc.uuid() }),
  fc.record({ action: fc.constant('retry-all-jobs' as const), subject: fc.constant(null) }),
)

/** `AuditLog` and `AuditQueries`. */
export const auditLogContract = (
  testRunner: TestRunner,
  make: MakeBreakable<AuditSubject>,
  { name, runs = 50 }: SuiteOptions = {},
): void => {
  contract(testRunner, { of: 'AuditLog', name }, make, (made, it) => {
    const units = () => made().subject.units
    const add = (entry: AuditEntry) => valueOf(units().run(({ audit }) => audit.add(entry)))
    const read = (page: PageRequest) => valueOf(made().subject.queries.list(page))
    const views = async () => rowsOf(await readAllPages(read, 100))
    const entries = async () => (await views()).toReversed().map(entryOf)
    const ofStaff = async (staffId: UserId) => (await entries()).filter((entry) => entry.staffId === staffId)
    const viewsOf = async (staffId: UserId) => (await views()).filter((view) => view.staffId === staffId)

    it('keeps every entry as it was added, in order', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(deeds, instants), { maxLength: 5 }), async (done) => {
          const { id: staffId } = await activeIn(units())
          const written = done.map(([deed, at]): AuditEntry => ({ staffId, at, ...deed }))
          for (const entry of written) await add(entry)
          expect(await ofStaff(staffId)).toStrictEqual(written)
        }),
        { numRuns: runs },
      ))

    it('shows what was written down last first, whatever the clock said, page by page', async () => {
      const { id: staffId } = await activeIn(units())
      for (const tick of [5, 0, 3, 3, 9]) await add({ staffId, at: after(NOON, tick), ...SUSPENDED })
      const shown = await viewsOf(staffId)
      expect(shown.map(({ at }) => at - NOON)).toEqual([9, 3, 3, 0, 5])
      for (const size of [1, 2, 10]) {
        await expectPagination(
          read,
          size,
          shown.map(({ id }) => id),
        )
      }
    })

    it('shows which staff did it, as it is called now', async () => {
      const staff = await activeIn(units())
      await add({ staffId: staff.id, at: NOON, ...SUSPENDED })
      const nickname = nicknameOf(`Renamed ${staff.id}`)
      await valueOf(units().run(({ users }) => users.setProfile(staff.id, { ...staff, nickname })))
      expect((await viewsOf(staff.id)).map((view) => view.staff)).toEqual([{ id: staff.id, nickname, picture: null }])
    })

    it('keeps what was done from the command line, and the same deed twice', async () => {
      const { id: subject } = await activeIn(units())
      const entry = { staffId: null, at: NOON, action: 'create-staff', subject } as const
      await add(entry)
      await add(entry)
      const kept = (await views()).filter((one) => one.subject === subject && one.staffId === null)
      expect(kept.map(entryOf)).toStrictEqual([entry, entry])
      expect(kept.map(({ staff }) => staff)).toEqual([null, null])
    })

    it('outlives whom and what it names', async () => {
      const [staff, author] = [await activeIn(units()), await activeIn(units())]
      const { id } = await postIn(units(), { authorId: author.id })
      const written: readonly AuditEntry[] = [
        { staffId: staff.id, at: NOON, action: 'delete-post', subject: id },
        { staffId: staff.id, at: NOON, action: 'suspend-user', subject: author.id },
      ]
      for (const entry of written) await add(entry)
      await valueOf(units().run(({ users }) => users.remove([author.id, staff.id])))
      expect(await ofStaff(staff.id)).toStrictEqual(written)
      expect((await viewsOf(staff.id)).map((view) => view.staff)).toEqual([null, null])
    })

    it('shares no object with whoever adds or reads', async () => {
      const { id: staffId } = await activeIn(units())
      const entry = { staffId, at: NOON, action: 'suspend-user', subject: staffId } as const
      const handedIn = { ...entry }
      await add(handedIn)
      meddleWith(handedIn)
      for (const view of await viewsOf(staffId)) meddleWith(view)
      expect(await ofStaff(staffId)).toStrictEqual([entry])
    })

    it('takes back what a refused unit did', async () => {
      const { id: staffId } = await activeIn(units())
      await takenBack(units(), ({ audit }) =>
        audit.add({ staffId, at: NOON, action: 'readmit-user', subject: staffId }),
      )
      expect(await ofStaff(staffId)).toEqual([])
    })

    it('is unavailable, and not empty, in an outage', async () => {
      await made().breakDown()
      await expectUnavailable(made().subject.queries.list({ size: 10, cursor: null }))
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
