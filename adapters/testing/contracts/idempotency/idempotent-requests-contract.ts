import * as fc from 'fast-check'
import { ok, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import {
  type FinishedRequest,
  newRequest,
  type IdempotencyKey,
  type IdempotentRequest,
  type IdempotentRequestId,
} from '#domain/idempotency/idempotent-request.ts'
import type { UserId } from '#domain/shared/id.ts'
import { after, DAY, type Instant, instant } from '#domain/shared/instant.ts'
import { instants } from '#adapters/testing/arbitraries.ts'
import { NOON, unique, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn } from '#adapters/testing/given.ts'
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

const keyOf = (raw: string): IdempotencyKey => raw as IdempotencyKey
const keys = fc.string({ minLength: 1, maxLength: 255, unit: fc.constantFrom(..."~!'aA0%\\_".split('')) }).map(keyOf)
const answers = fc.option(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\0', '').toWellFormed()),
)

/** Before what any other case does. */
const ago = (days: number): Instant => instant(Date.UTC(1990, 0, 10) - days * DAY)

/** `IdempotentRequestRepository`. */
export const idempotentRequestsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs: examples = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'IdempotentRequestRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (run: IdempotentRequestId) =>
      valueOf(units().run(({ idempotentRequests }) => idempotentRequests.byName(run)))
    const add = (run: Parameters<typeof newRequest>[0], at = NOON) =>
      valueOf(units().run(({ idempotentRequests }) => idempotentRequests.add(newRequest(run, at))))
    const save = (run: IdempotentRequest) =>
      valueOf(units().run(({ idempotentRequests }) => idempotentRequests.save(run)))
    const remove = (run: IdempotentRequestId) =>
      valueOf(units().run(({ idempotentRequests }) => idempotentRequests.remove(run)))
    const forget = (moment: Instant, limit: number) =>
      valueOf(units().run(({ idempotentRequests }) => idempotentRequests.removeStartedUntil(moment, limit)))
    const wanted = async (key = keyOf(unique('key'))) => ({
      userId: (await activeIn(units())).id,
      key,
      fingerprint: 'f',
    })
    const begun = async (at = NOON) => {
      const run = newRequest(await wanted(), at)
      await add(run, at)
      return run
    }

    it('gives back a run as it was begun and as it was finished, whatever was answered', async () => {
      const { userId } = await wanted()
      await fc.assert(
        fc.asyncProperty(keys, instants, answers, async (key, at, answer) => {
          const run = newRequest({ userId, key, fingerprint: unique('print') }, at)
          await remove(run)
          expect(await add(run, at)).toBe(true)
          expect(await stored(run)).toStrictEqual(run)
          const done: FinishedRequest = { ...run, attempt: 3, state: 'finished', made: 7, answer }
          await save(done)
          expect(await stored(run)).toStrictEqual(done)
          await save({ ...run, fingerprint: 'anew' })
          expect(await stored(run)).toStrictEqual({ ...run, fingerprint: 'anew' })
        }),
        { numRuns: examples },
      )
    })

    it('adds a name once, and leaves what was there', async () => {
      const run = await begun()
      expect(await add({ ...run, fingerprint: 'other' }, after(NOON, 1))).toBe(false)
      expect(await stored(run)).toStrictEqual(run)
      const another = { ...(await wanted(run.key)) }
      expect(await add(another)).toBe(true)
      expect(await add({ ...run, key: keyOf(unique('key')) })).toBe(true)
    })

    it('of many that add one name at once one does, and the others see it', async () => {
      const run = newRequest(await wanted(), NOON)
      const added = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          valueOf(
            units().run(({ idempotentRequests }) =>
              safeTry(async function* () {
                const mine = { ...run, fingerprint: `print ${at}` }
                const isFirst = yield* idempotentRequests.add(mine)
                return ok({ isFirst, mine, found: yield* idempotentRequests.byName(mine) })
              }),
            ),
          ),
        ),
      )
      const [winner, ...more] = added.filter(({ isFirst }) => isFirst)
      expect(more).toEqual([])
      expect(added.map(({ found }) => found)).toEqual(added.map(() => winner!.mine))
    })

    it('answers null for what is not there, and does not bring a removed one back by saving it', async () => {
      const run = await begun()
      await remove(run)
      await remove(run)
      await save(run)
      expect(await stored(run)).toBeNull()
    })

    it('takes nobody’s run, and a user’s runs go with the user', async () => {
      const run = await begun()
      const nobody = newRequest({ ...run, userId: UNKNOWN_ID as UserId }, NOON)
      await expectUnavailable(units().run(({ idempotentRequests }) => idempotentRequests.add(nobody)))
      const other = await begun()
      await valueOf(units().run(({ users }) => users.remove([run.userId])))
      expect([await stored(run), await stored(other)]).toEqual([null, other])
    })

    it('forgets those that began until a moment, no more at once than it is told, and no younger one', async () => {
      const old = [await begun(ago(3)), await begun(ago(2)), await begun(ago(1))]
      const young = await begun(instant(ago(1) + 1))
      const left = async () =>
        (await Promise.all([...old, young].map((run) => stored(run)))).filter((run) => run !== null).length
      await forget(ago(4), 10_000)
      await forget(ago(1), 2)
      expect(await left()).toBe(2)
      await forget(ago(1), 10)
      expect(await left()).toBe(1)
      expect(await stored(young)).toStrictEqual(young)
    })

    it('is locked by whoever reads it, and passed over then by whoever forgets', async () => {
      const run = await begun()
      await expectOneAfterTheOther(units(), ({ idempotentRequests }) => idempotentRequests.byName(run))
    })

    it('shares no object with whoever adds, saves or reads', async () => {
      const run = await begun()
      const before = structuredClone(run)
      meddleWith(run)
      meddleWith((await stored(before))!)
      expect(await stored(before)).toStrictEqual(before)
    })

    it('takes back what a refused unit did', async () => {
      const run = await begun()
      const other = newRequest({ ...run, key: keyOf(unique('key')) }, NOON)
      await takenBack(units(), ({ idempotentRequests }) => idempotentRequests.add(other))
      await takenBack(units(), ({ idempotentRequests }) => idempotentRequests.save({ ...run, attempt: 9 }))
      await takenBack(units(), ({ idempotentRequests }) => idempotentRequests.remove(run))
      expect([await stored(run), await stored(other)]).toStrictEqual([run, null])
    })

    const any = newRequest({ userId: UNKNOWN_ID as UserId, key: keyOf('k'), fingerprint: 'f' }, NOON)
    answersUnavailableAmidAUnit(it, made, {
      add: ({ idempotentRequests }) => idempotentRequests.add(any),
      byName: ({ idempotentRequests }) => idempotentRequests.byName(any),
      save: ({ idempotentRequests }) => idempotentRequests.save(any),
      remove: ({ idempotentRequests }) => idempotentRequests.remove(any),
      removeStartedUntil: ({ idempotentRequests }) => idempotentRequests.removeStartedUntil(instant(0), 1),
    })
  })
