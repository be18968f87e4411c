import { defineConfig } from 'vitest/config'

const project = (name: string, settings: { timeout?: number; parallel?: boolean } = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: settings.timeout ?? 10_000,
    hookTimeout: settings.timeout ?? 30_000,
    fileParallelism: settings.parallel ?? true,
  },
})

export default defineConfig({
  test: {
    projects: [
      project('domain'),
      project('application'),
      project('architecture'),
      project('contracts', { timeout: 60_000 }),
      project('adapters', { timeout: 60_000 }),
      project('bootstrap', { timeout: 60_000 }),
      project('http', { timeout: 60_000 }),
      project('process', { timeout: 240_000 }),
    ],
    coverage: {
      provider: 'v8',
      include: ['domain/**/*.ts', 'application/**/*.ts'],
      reporter: ['text'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
})
