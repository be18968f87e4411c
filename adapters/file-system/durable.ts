import { randomBytes } from 'node:crypto'
import { copyFile, link, lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The error of a file system call; `null` for anything else. */
export const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null

/** For `catch`: swallows the errors with these codes. */
export const unless =
  (...codes: readonly string[]) =>
  (cause: unknown): undefined => {
    if (!codes.includes(codeOf(cause) ?? '')) throw cause
  }

/** Ends when the file's content, or the folder's list of names, would outlive a power cut. */
export const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A hard link cannot be made here: another file system, one without links, or too many of them. */
const CANNOT_LINK: readonly (string | null)[] = ['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

/**
 * The content of `from`, which is synced already, lies at `to`, whole, or nothing does; what lies there already stays.
 * A link makes it appear in one step and, unlike a rename, never over another file. Where there are no links it is
 * copied beside its place and synced first. The folder's list of names is not synced yet.
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
  if ((await lstat(to).catch(unless('ENOENT'))) !== undefined) return
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
