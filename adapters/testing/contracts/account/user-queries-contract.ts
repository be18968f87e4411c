import type { MakeBreakable } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { userListContract } from './user-list-contract.ts'
import { type UserScreensSubject, userViewsContract } from './user-views-contract.ts'

/** `UserQueries`: what is seen of a user, and the lists. */
export const userQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UserScreensSubject>,
  options: SuiteOptions = {},
): void => {
  userViewsContract(testRunner, make, options)
  userListContract(testRunner, make, options)
}
