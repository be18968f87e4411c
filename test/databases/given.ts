import { afterAll, inject } from 'vitest'
import { type Databases, startDatabases } from './databases.ts'

let own: ReturnType<typeof startDatabases> | null = null

/** What the run was given; a file that is run without the global setup brings its own databases up. */
export const givenDatabases = async (): Promise<Databases> => {
  const given: Databases | undefined = inject('databases' as never)
  return given ?? (await (own ??= startDatabases())).databases
}

afterAll(async () => {
  await (await own)?.stop()
})
