/** Before `npm test`: installs what the package is tested on, where it is missing or older than its lock. */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'

const changedAt = (file: string): number =>
  statSync(join(import.meta.dirname, file), { throwIfNoEntry: false })?.mtimeMs ?? 0

// npm writes this one last, when all the others are there.
if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  console.log('installing the runtimes that the package is tested on (about 700 MB, once)')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: import.meta.dirname, stdio: 'inherit' })
  process.exit(status ?? 1)
}
