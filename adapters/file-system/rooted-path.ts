import type { Stats } from 'node:fs'
import { lstat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unless } from './durable.ts'

/** A path that would lead out of the root, or through a link, which may lead anywhere. */
export class OutsideTheRoot extends Error {
  constructor(path: string) {
    super(`${JSON.stringify(path)} does not stay in its root`)
    this.name = 'OutsideTheRoot'
  }
}

const isName = (name: string): boolean => !['', '.', '..'].includes(name) && !/[\\\0]/.test(name)

/** The names that lead from the root to the path, the path's own last. Throws {@link OutsideTheRoot}. */
export const namesOf = (path: string): readonly [string, ...string[]] => {
  const [first = '', ...others] = path.split('/')
  if (![first, ...others].every(isName)) throw new OutsideTheRoot(path)
  return [first, ...others]
}

/** What lies at the place, a link for itself; `undefined` where nothing does, or where nothing could be called so. */
export const lookUp = (place: string): Promise<Stats | undefined> =>
  lstat(place).catch(unless('ENOENT', 'ENAMETOOLONG'))

/** Whether every folder on the way down from the root is there, and is a folder. Throws {@link OutsideTheRoot}. */
export const leadsThroughFolders = async (root: string, names: readonly string[]): Promise<boolean> => {
  let folder = root
  for (const name of names) {
    folder = join(folder, name)
    const found = await lookUp(folder)
    if (found === undefined) return false
    if (!found.isDirectory()) throw new OutsideTheRoot(folder)
  }
  return true
}

/** Makes the folders on the way down that are not there yet. Throws {@link OutsideTheRoot}. */
export const makeFolders = async (root: string, names: readonly string[]): Promise<void> => {
  await mkdir(root, { recursive: true })
  let folder = root
  for (const name of names) {
    folder = join(folder, name)
    await mkdir(folder).catch(unless('EEXIST'))
    if (!(await lstat(folder)).isDirectory()) throw new OutsideTheRoot(folder)
  }
}
