import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with `N passed, N failed`. A file that could not run and an error outside of any test count as failed. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const broken = modules.filter((module) => module.errors().length > 0).length
    console.log(`\n${passed} passed, ${tests.length - passed + broken + errors.length} failed`)
  }
}
