import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { soundhub } from '#application/soundhub.ts'
import { type Accounts, inJobs, inTransactions, only } from './altering.ts'
import { everyWayIn } from './every-way-in.ts'
import { MUTANTS_AT_THE_DOOR } from './mutants-at-the-door.ts'
import { MUTANTS_INSIDE } from './mutants-inside.ts'
import { type MakeSoundhub, place } from './place.ts'

/** Most are found within a hundred runs, and all within three thousand. */
const MOST_RUNS = 10_000

const isFound = async (make: MakeSoundhub, numRuns: number): Promise<boolean> => {
  const model = everyWayIn(() => place(make))
  return (await fc.check(model, { seed: 2022, numRuns, endOnFailure: true })).failed
}

const MUTANTS = [...MUTANTS_AT_THE_DOOR, ...MUTANTS_INSIDE].map(({ without, make }) => [without, make] as const)

describe('the model finds a Soundhub without the rule that', () => {
  test.for(MUTANTS)('%s', { timeout: 300_000 }, async ([, make]) => {
    expect(await isFound(make, MOST_RUNS)).toBe(true)
  })
})

test('what alters nothing is not found', { timeout: 60_000 }, async () => {
  const nothing = inTransactions({ users: () => ({}), activationKeys: () => ({}), sessions: () => ({}) })
  const every: MakeSoundhub = (parts) => {
    const { accounts } = only(Object.keys(soundhub(parts).accounts) as (keyof Accounts)[], nothing)(parts)
    return { ...inJobs(nothing)(parts), accounts }
  }
  expect(await isFound(every, 300)).toBe(false)
})
