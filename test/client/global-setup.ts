import type { TestProject } from 'vitest/node'
import { freshClient } from './fresh-client.ts'

/** Projects that know no client. The docs, which name it, are in architecture. */
const WITHOUT = ['domain', 'application', 'application/every-way-in', 'contracts']

/** The generated client, before anything imports it. */
export default async (project: TestProject): Promise<void> => {
  if (!project.vitest.projects.every(({ name }) => WITHOUT.includes(name))) await freshClient()
}
