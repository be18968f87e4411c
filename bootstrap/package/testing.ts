/** For tests: a world with controlled time and chance, arbitraries, model commands, and a contract suite for every port. */
export { type TestWorld, testWorld, type TestWorldOptions } from '#adapters/memory/test-world.ts'
export * as arbitraries from '#adapters/testing/arbitraries.ts'
export * from '#adapters/testing/contracts.ts'
export { type SoundhubModel, type SoundhubUnderTest, soundhubCommands, soundhubModel } from '#adapters/testing/model.ts'
export type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
export { populate, type Population } from '#adapters/testing/populate.ts'
