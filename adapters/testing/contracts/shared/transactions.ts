import { err, ok, type Result, ResultAsync, safeTry } from 'neverthrow'
import { expect } from '#adapters/testing/expect.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Post } from '#domain/post/post.ts'
import type { It } from '#adapters/testing/test-runner.ts'
import { postIn } from '#adapters/testing/given.ts'
import { type Breakable, gate, isUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'

type Step = (transaction: Transaction) => ResultAsync<unknown, unknown>

/** Round trips that the holder of a lock makes, so that whoever does not respect it has time to overtake. */
const ROUND_TRIPS = 30

/** Two units that lock the same thing: the second gets it only after the first has ended. */
export const expectOneAfterTheOther = async (units: UnitOfWork, lock: Step): Promise<void> => {
  const log: string[] = []
  const firstHasIt = gate()
  const secondIsComing = gate()
  const first = units.run((transaction) =>
    safeTry(async function* () {
      yield* lock(transaction)
      log.push('first locked')
      firstHasIt.open()
      await secondIsComing.opened
      for (let trip = 0; trip < ROUND_TRIPS; trip++) yield* lock(transaction)
      log.push('first ends')
      return ok()
    }),
  )
  await Promise.race([firstHasIt.opened, first])
  const second = units.run((transaction) => lock(transaction).map(() => log.push('second locked')))
  secondIsComing.open()
  await valueOf(first)
  await valueOf(second)
  expect(log).toEqual(['first locked', 'first ends', 'second locked'])
}

/** Rolled back by a refusal, after everything in `work` went well. */
export const takenBack = async (units: UnitOfWork, work: Step): Promise<void> => {
  const refusal = { type: 'ChangedMyMind' } as const
  const outcome = units.run((transaction) => work(transaction).andThen(() => err(refusal)))
  expect(await refusalOf(outcome)).toEqual(refusal)
}

/**
 * One case for each method: the technology breaks down amid a unit, the method says so, and the unit does not commit.
 * `there` is a post that somebody made, so that a call is one that would succeed.
 */
export const answersUnavailableAmidAUnit = (
  it: It,
  made: () => Breakable<UnitOfWork>,
  methods: Readonly<Record<string, (transaction: Transaction, there: Post) => ResultAsync<unknown, unknown>>>,
): void => {
  for (const [name, call] of Object.entries(methods)) {
    it(`answers Unavailable when the technology breaks down amid a unit: ${name}`, async () => {
      const { subject: units, breakDown } = made()
      const there = await postIn(units)
      const answers: Result<unknown, unknown>[] = []
      const swallowing = async (transaction: Transaction): Promise<Result<void, never>> => {
        await breakDown()
        answers.push(await call(transaction, there))
        return ok()
      }
      const whole = await units.run((transaction) => new ResultAsync(swallowing(transaction)))
      expect(answers).toHaveLength(1)
      expect(answers.every(isUnavailable)).toBe(true)
      expect(isUnavailable(whole)).toBe(true)
    })
  }
}
