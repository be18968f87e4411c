type Run = () => void | Promise<void>

/** What a suite asks of whoever runs it. Those of vitest, Jest, Mocha and node:test fit as they are. */
export type TestRunner = {
  /** Puts the cases that are told within it under one title. */
  readonly describe: (title: string, cases: () => void) => unknown
  /** One case: it fails when it throws, or when its promise is broken. */
  readonly it: (title: string, run: Run) => unknown
  /** Before every case around it. */
  readonly beforeEach: (run: Run) => unknown
  /** After every case around it, whatever became of it. */
  readonly afterEach: (run: Run) => unknown
}

/** How a case is told to the runner. */
export type It = TestRunner['it']

/** What a host may choose about a suite. */
export type SuiteOptions = {
  /** The adapter's name, for the title. */
  readonly name?: string | undefined
  /** How many examples each property of the suite is tried with. */
  readonly runs?: number | undefined
}
