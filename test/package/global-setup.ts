import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { freshClient } from '#test/client/fresh-client.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merged with vitest's own
  interface ProvidedContext {
    /** What would be published. */
    readonly soundhubTarball: string
  }
}

const run = promisify(execFile)

/** Builds and packs Soundhub once for all tests of the package. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-package-'))
  const dist = join(folder, 'dist')
  await freshClient()
  await run(process.execPath, ['bootstrap/package/build/build.ts', dist])
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: dist })
  const [tarball] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'))
  project.provide('soundhubTarball', join(folder, tarball!))
  return () => rm(folder, { recursive: true, force: true })
}
