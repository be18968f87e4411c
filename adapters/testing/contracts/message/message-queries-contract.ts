import type { MakeBreakable } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { type MessageQueriesSubject, messageViewsContract } from './message-views-contract.ts'
import { messageVisibilityContract } from './message-visibility-contract.ts'

/** `MessageQueries`: what is seen of a message, and who sees which. */
export const messageQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<MessageQueriesSubject>,
  options: SuiteOptions = {},
): void => {
  messageViewsContract(testRunner, make, options)
  messageVisibilityContract(testRunner, make, options)
}
