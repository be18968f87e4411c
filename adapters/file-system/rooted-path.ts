import type { Stats } from 'node:fs'
import { lstat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ignoring } from './durable.ts'

/** The path leaves the root, or goes through a symbolic link, which may lead anywhere. */
export class OutsideTheRoot extends Error {
  constructor(path: string) {
    super(`${JSON.stringify(path)} is not a path inside the root`)
    this.name = 'OutsideTheRoot'
  }
}

const isName = (name: string): boolean => !['', '.', '..'].includes(name) && !/[\\\0]/.test(name)

/** The path's segments from the root, the file's own name last. Throws {@link OutsideTheRoot}. */
export const namesOf = (path: string): readonly [string, ...string[]] => {
  const [first = '', ...rest] = path.split('/')
  if (![first, ...rest].every(isName)) throw new OutsideTheRoot(path)
  return [first, ...rest]
}

/** `lstat` of the path; `undefined` if nothing is there or the name is too long to exist. */
export const statOrUndefined = (path: string): Promise<Stats | undefined> =>
  lstat(path).catch(ignoring('ENOENT', 'ENAMETOOLONG'))

/** Whether every folder of the path exists. Throws {@link OutsideTheRoot} if one of them is not a folder. */
export const foldersExist = async (root: string, names: readonly string[]): Promise<boolean> => {
  let folder = root
  for (const name of names) {
    folder = join(folder, name)
    const found = await statOrUndefined(folder)
    if (found === undefined) return false
    if (!found.isDirectory()) throw new OutsideTheRoot(folder)
  }
  return true
}

/** Creates the folders of the path that do not exist yet. Throws {@link OutsideTheRoot}. */
export const makeFolders = async (root: string, names: readonly string[]): Promise<void> => {
  await mkdir(root, { recursive: true })
  let folder = root
  for (const name of names) {
    folder = join(folder, name)
    await mkdir(folder).catch(ignoring('EEXIST'))
    if (!(await lstat(folder)).isDirectory()) throw new OutsideTheRoot(folder)
  }
}
