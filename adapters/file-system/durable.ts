import { randomBytes } from 'node:crypto'
import { copyFile, link, lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The error code of a failed file system call; `null` for any other error. */
export const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null

/** A `catch` handler that ignores errors with these codes and rethrows the rest. */
export const ignoring =
  (...codes: readonly string[]) =>
  (cause: unknown): undefined => {
    if (!codes.includes(codeOf(cause) ?? '')) throw cause
  }

/** Flushes a file's content, or a directory's entries, to disk, so that it survives a power failure. */
export const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A hard link is impossible: another file system, one without links, or too many links. */
const CANNOT_LINK: readonly (string | null)[] = ['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

/**
 * Puts the content of `from`, which is already synced, at `to`, atomically; an existing file there is kept. A hard link
 * appears in one step and, unlike a rename, never replaces a file. Where links are impossible, the content is copied
 * next to its destination, synced and renamed. The caller has to sync the directory.
 */
export const placeWhole = async (from: string, to: string, linkFile: typeof link = link): Promise<void> => {
  try {
    await linkFile(from, to)
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'EEXIST') return
    if (!CANNOT_LINK.includes(code)) throw cause
    await copyWhole(from, to)
  }
}

const copyWhole = async (from: string, to: string): Promise<void> => {
  if ((await lstat(to).catch(ignoring('ENOENT'))) !== undefined) return
  const part = join(dirname(to), `.${basename(to)}.${randomBytes(6).toString('hex')}.part`)
  try {
    await copyFile(from, part)
    await sync(part)
    await rename(part, to)
  } catch (cause) {
    await rm(part, { force: true })
    throw cause
  }
}
