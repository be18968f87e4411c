import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from './settings.ts'

/** The folder of the program. */
export const ROOT = join(import.meta.dirname, '..')

const SHORT = 12

const read = async (...path: readonly string[]): Promise<string | null> => {
  try {
    return (await readFile(join(...path), 'utf8')).trim()
  } catch {
    return null
  }
}

/** The package's files stand beside its manifest; the files of a clone stand a folder below. */
const versionOf = async (): Promise<string> => {
  for (const folder of [ROOT, import.meta.dirname]) {
    const { name, version } = JSON.parse((await read(folder, 'package.json')) ?? '{}') as Readonly<
      Record<string, unknown>
    >
    if (name === 'soundhub' && typeof version === 'string') return version
  }
  return 'unknown'
}

/** What is checked out, where the program runs from a clone: HEAD is a hash, or names a file with one. */
const checkedOut = async (): Promise<string | null> => {
  const head = await read(ROOT, '.git', 'HEAD')
  return head?.startsWith('ref: ') === true ? read(ROOT, '.git', head.slice('ref: '.length)) : head
}

/** The version, and the revision if it is known: `soundhub@0.1.0+2543d64f0b1c`. */
export const releaseOf = async ({ GIT_REVISION }: Pick<Settings, 'GIT_REVISION'>): Promise<string> => {
  const revision = GIT_REVISION ?? (await checkedOut())
  return `soundhub@${await versionOf()}${revision === null ? '' : `+${revision.slice(0, SHORT)}`}`
}
