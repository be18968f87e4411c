import { symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Host, packedSoundhub } from './packed-soundhub.ts'
import { fromRuntimes } from './runtimes.ts'

const ADAPTER = ['adapters/map-blob-store.mjs', 'adapters/subject.mjs']
const CASES = 13

const VITEST = dirname(fileURLToPath(import.meta.resolve('vitest/package.json')))
const JEST = join(dirname(fromRuntimes('jest/package.json')), 'bin/jest.js')

type Run = (host: Host) => ReturnType<Host['run']>

const RUNNERS: readonly (readonly [string, string, Run, RegExp])[] = [
  [
    'node:test',
    'node-test',
    (host) => host.run('node', '--test', 'map-blob-store.node-test.mjs'),
    new RegExp(`pass ${CASES}\\b`),
  ],
  [
    'vitest',
    'vitest',
    async (host) => {
      await symlink(VITEST, join(host.folder, 'node_modules/vitest'))
      const config = `export default { test: { include: ['*.vitest.mjs'], reporters: ['default'] } }`
      await host.write({ 'vitest.config.mjs': config })
      return host.run('node', join(VITEST, 'vitest.mjs'), 'run', '--no-color')
    },
    new RegExp(`Tests +${CASES} passed`),
  ],
  [
    'Jest',
    'jest',
    async (host) => {
      const config = { testMatch: ['**/*.jest.mjs'], transform: {} }
      await host.write({ 'jest.config.json': JSON.stringify(config) })
      const parameters = [
        '--experimental-vm-modules',
        '--no-warnings',
        JEST,
        '--config',
        'jest.config.json',
        '--no-watchman',
      ]
      const ended = await host.run('node', ...parameters)
      return { ...ended, stdout: ended.stderr }
    },
    new RegExp(`Tests: +${CASES} passed`),
  ],
]

test.each(RUNNERS)('%s runs the contract of a host’s own adapter', async (_, file, run, passed) => {
  const host = await packedSoundhub({ peers: ['fast-check'] })
  await host.take(...ADAPTER, `adapters/map-blob-store.${file}.mjs`)
  const ended = await run(host)
  expect(ended.stdout).toMatch(passed)
  expect(ended.code).toBe(0)
})

type Told = {
  readonly cases: readonly string[]
  readonly failed: readonly string[]
  readonly mutants: readonly {
    readonly fault: string
    readonly seenBy: readonly string[]
    readonly failed: readonly string[]
  }[]
}

test('the contract sees every fault that is planted in the adapter, by the case that is there for it', async () => {
  const host = await packedSoundhub({ peers: ['fast-check'] })
  await host.take(...ADAPTER, 'adapters/mutants.mjs', 'adapters/run-mutants.mjs')
  const ended = await host.run('node', 'run-mutants.mjs')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  const { cases, failed, mutants } = JSON.parse(ended.stdout) as Told
  expect(cases).toHaveLength(CASES)
  expect(failed).toEqual([])
  const unseen = mutants.filter(({ seenBy, failed: caught }) => !seenBy.every((title) => caught.includes(title)))
  expect(unseen).toEqual([])
  // No case is there that nothing makes fail.
  expect(new Set(mutants.flatMap(({ seenBy }) => seenBy))).toEqual(new Set(cases))
  console.log(`${mutants.length} planted faults, all seen`)
})
