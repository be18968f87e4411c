#!/usr/bin/env node

const USAGE = `soundhub start       serves, and performs jobs unless WORKER is off
soundhub worker      performs jobs
soundhub migrate     makes the tables what this version needs
soundhub admin …     makes a staff account`

const COMMANDS: ReadonlyMap<string | undefined, () => Promise<unknown>> = new Map([
  ['start', () => import('../../main.ts')],
  ['worker', () => import('../../worker.ts')],
  ['migrate', () => import('./migrate.ts')],
  ['admin', () => import('../../admin.ts')],
])

const command = COMMANDS.get(process.argv[2])
if (command === undefined) {
  console.error(USAGE)
  process.exit(2)
}
// Each of them reads its own arguments, where they stand if it is started by itself.
process.argv.splice(2, 1)
await command()
