import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredFile } from '#application/track/staging-and-blob-store.ts'
import { instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { ignoring } from './durable.ts'
import { statOrUndefined } from './rooted-path.ts'

/** Only these top-level folders: a file system may have its own at its root, such as lost+found. */
const USER_FOLDER = /^user_\d+\/$/

/** The paths below a folder (`''` or ending with a slash), sorted. Folders that sort before `after` are not read. */
async function* pathsBelow(root: string, folder: string, after: string): AsyncGenerator<string> {
  const entries = (await readdir(join(root, folder), { withFileTypes: true }).catch(ignoring('ENOENT'))) ?? []
  const paths = entries
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((path) => folder !== '' || USER_FOLDER.test(path))
    .toSorted((one, other) => (one < other ? -1 : 1))
  for (const path of paths) {
    if (!path.endsWith('/')) {
      if (path > after) yield path
    } else if (path > after || after.startsWith(path)) yield* pathsBelow(root, path, after)
  }
}

/** Up to `limit` files after `after`, fileCount of interrupted copies included. Files removed meanwhile are skipped. */
export const listFiles = async (
  root: string,
  after: MediaPath | null,
  limit: number,
): Promise<readonly StoredFile[]> => {
  const found: StoredFile[] = []
  for await (const path of pathsBelow(root, '', after ?? '')) {
    const file = await statOrUndefined(join(root, path))
    if (file?.isFile() === true) found.push({ path: path as MediaPath, modifiedAt: instant(file.mtimeMs) })
    if (found.length === limit) break
  }
  return found
}
