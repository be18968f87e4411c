import type { MakeBreakable } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { postListContract } from './post-list-contract.ts'
import { type PostQueriesSubject, postViewsContract } from './post-views-contract.ts'

/** `PostQueries`: what is seen of a post, and the lists. */
export const postQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<PostQueriesSubject>,
  options: SuiteOptions = {},
): void => {
  postViewsContract(testRunner, make, options)
  postListContract(testRunner, make, options)
}
