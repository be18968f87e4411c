import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const FOLDER = resolve(import.meta.dirname, '../runtimes')

/** A program that the package is tested on, by its name in test/runtimes. */
export const runtime = (name: string): string => {
  const path = join(FOLDER, 'node_modules/.bin', name)
  if (!existsSync(path)) throw new Error(`${name} is missing: run node test/runtimes/install.ts`)
  return path
}

/** Where a package is that only the tests of the package need. */
export const fromRuntimes = (name: string): string => createRequire(join(FOLDER, 'package.json')).resolve(name)
