import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { freshClient } from '#test/client/fresh-client.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merged with vitest's own
  interface ProvidedContext {
    /** A program's folder into which npm installed what would be published, and nothing else. */
    readonly emptyHost: string
  }
}

const run = promisify(execFile)

/** What the core needs. */
const CORE = resolve('node_modules/neverthrow')

const OFFLINE = ['--offline', '--install-links', '--omit=optional', '--no-audit', '--no-fund', '--no-update-notifier']

/** Builds, packs and installs Soundhub once for all tests of the package. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-package-'))
  const dist = join(folder, 'dist')
  await freshClient()
  await run(process.execPath, ['bootstrap/package/build/build.ts', dist])
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: dist })
  const [tarball] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'))
  const host = join(folder, 'host')
  await mkdir(host)
  await writeFile(join(host, 'package.json'), JSON.stringify({ name: 'host', private: true, type: 'module' }))
  await run('npm', ['install', ...OFFLINE, join(folder, tarball!), `file:${CORE}`], { cwd: host })
  project.provide('emptyHost', host)
  return () => rm(folder, { recursive: true, force: true })
}
