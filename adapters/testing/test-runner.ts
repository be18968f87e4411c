type Run = () => void | Promise<void>

/** The functions of a test runner. Those of vitest, Jest, Mocha and node:test fit. */
export type TestRunner = {
  /** Groups cases under a title. */
  readonly describe: (title: string, cases: () => void) => unknown
  /** A case. It fails if it throws or its promise rejects. */
  readonly it: (title: string, run: Run) => unknown
  /** Runs before every case of the group. */
  readonly beforeEach: (run: Run) => unknown
  /** Runs after every case of the group, also after failed ones. */
  readonly afterEach: (run: Run) => unknown
}

/** Declares a case. */
export type It = TestRunner['it']

/** Options of a suite. */
export type SuiteOptions = {
  /** The adapter's name, for the title. */
  readonly name?: string | undefined
  /** Examples per property. */
  readonly runs?: number | undefined
}
