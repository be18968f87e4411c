import { defineConfig } from 'vitest/config'
import { COMPILE_CACHE } from './test/compile-cache.ts'

// Inherited by the processes that run the files: libraries are compiled once and not by each.
Object.assign(process.env, { ...COMPILE_CACHE, ...process.env })

type Settings = { include?: string[]; timeout?: number; isolate?: boolean; exclude?: string[]; globalSetup?: string[] }

const IS_FULL = process.env['FAULTS'] === 'full'

/** Minutes; the limits are tested in test/adapters/http/ending.test.ts, kills on PostgreSQL, and the lock of the folder in restart. */
const IN_FULL_ONLY = IS_FULL
  ? []
  : ['test/process/faults/slow-sockets.postgres.test.ts', 'test/process/killed.pglite.test.ts']

/** Counts what is left on the heap, so nothing else may run in its process. */
const HEAP_IS_COUNTED = 'test/adapters/mikro-orm/let-go.test.ts'

const project = (name: string, settings: Settings = {}) => ({
  extends: true as const,
  test: {
    name,
    include: settings.include ?? [`test/${name}/**/*.test.{ts,tsx}`],
    exclude: settings.exclude ?? [],
    testTimeout: settings.timeout ?? 10_000,
    hookTimeout: settings.timeout ?? 30_000,
    // No file changes what others see, and each would import everything anew.
    isolate: settings.isolate ?? false,
    globalSetup: settings.globalSetup ?? [],
  },
})

export default defineConfig({
  test: {
    globalSetup: ['./test/databases/global-setup.ts', './test/client/global-setup.ts'],
    // By itself it leaves one core to nobody, and two are all that many machines have.
    maxWorkers: '100%',
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      project('domain'),
      project('application', { exclude: ['test/application/every-way-in/**'] }),
      // Reads every file of the house.
      project('architecture', { timeout: 60_000 }),
      // Takes minutes, so it is not part of the quick run.
      project('application/every-way-in', { timeout: 300_000 }),
      project('contracts', { timeout: 60_000 }),
      project('adapters', { timeout: 60_000, exclude: [HEAP_IS_COUNTED] }),
      project('adapters/heap', { timeout: 60_000, include: [HEAP_IS_COUNTED], isolate: true }),
      project('bootstrap', { timeout: 60_000 }),
      project('web', { timeout: 60_000, globalSetup: ['./test/web/global-setup.ts'] }),
      project('http', { timeout: 60_000 }),
      // `npm run test:faults` injects faults for hours.
      project('process', { timeout: IS_FULL ? 6 * 3_600_000 : 480_000, exclude: IN_FULL_ONLY }),
      project('browser', { timeout: 120_000, globalSetup: ['./test/web/global-setup.ts'] }),
      project('package', { timeout: 300_000, globalSetup: ['./test/package/global-setup.ts'] }),
    ],
    coverage: {
      provider: 'v8',
      include: ['domain/**/*.ts', 'application/**/*.ts'],
      reporter: ['text'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
})
