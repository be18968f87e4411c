import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredFile } from '#application/track/files.ts'
import { instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { unless } from './durable.ts'
import { lookUp } from './rooted-path.ts'

/** Only below these: a file system may have folders of its own at a root, such as lost+found. */
const OF_A_USER = /^user_\d+\/$/

/** Paths below the folder, which ends with a slash or is the root, in their order; folders before `after` are not read. */
async function* pathsBelow(root: string, folder: string, after: string): AsyncGenerator<string> {
  const entries = (await readdir(join(root, folder), { withFileTypes: true }).catch(unless('ENOENT'))) ?? []
  const paths = entries
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((path) => folder !== '' || OF_A_USER.test(path))
    .toSorted((one, other) => (one < other ? -1 : 1))
  for (const path of paths) {
    if (!path.endsWith('/')) {
      if (path > after) yield path
    } else if (path > after || after.startsWith(path)) yield* pathsBelow(root, path, after)
  }
}

/** Up to `limit` files after `after`, what a cut-off copy left among them. What goes meanwhile is passed over. */
export const listFiles = async (
  root: string,
  after: MediaPath | null,
  limit: number,
): Promise<readonly StoredFile[]> => {
  const found: StoredFile[] = []
  for await (const path of pathsBelow(root, '', after ?? '')) {
    const file = await lookUp(join(root, path))
    if (file?.isFile() === true) found.push({ path: path as MediaPath, modifiedAt: instant(file.mtimeMs) })
    if (found.length === limit) break
  }
  return found
}
