import { lstat, rm, rmdir, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { okAsync, ResultAsync } from 'neverthrow'
import type { MediaPath } from '#domain/track/track.ts'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import type { Blob, BlobStore, ByteRange, StagedFile, StoredFile } from '#application/track/staging-and-blob-store.ts'
import { codeOf, placeWhole, sync, ignoring } from './durable.ts'
import { fileBytes } from './file-bytes.ts'
import type { FileSystemStaging } from './file-system-staging.ts'
import { listFiles } from './list-files.ts'
import { foldersExist, statOrUndefined, makeFolders, namesOf, OutsideTheRoot } from './rooted-path.ts'

/** A new, still empty folder may be removed before the file is put into it; then we try again. */
const MAX_TRIES = 10

/**
 * Stores media files below a root folder, each at its own path. Nothing outside the root is ever touched, not even
 * through symbolic links. Once `keep` has returned, the file survives a power failure.
 */
export class FileSystemBlobStore implements BlobStore {
  readonly #root: string
  readonly #staging: FileSystemStaging

  /** The root is created with the first file. `staging` is best on the same file system, so files can be linked. */
  constructor(options: { readonly root: string; readonly staging: FileSystemStaging }) {
    this.#root = resolve(options.root)
    this.#staging = options.staging
  }

  keep(file: StagedFile, path: MediaPath): Outcome<void> {
    return outcome(this.#keep(file, path))
  }

  read(path: MediaPath, range?: ByteRange): Outcome<Blob | null> {
    return outcome(this.#read(path, range))
  }

  list(after: MediaPath | null, limit: number): Outcome<readonly StoredFile[]> {
    return outcome(listFiles(this.#root, after, limit))
  }

  remove(path: MediaPath): Outcome<void> {
    return outcome(this.#remove(path, (file) => unlink(file).catch(ignoring('ENOENT'))))
  }

  removeFolder(folder: string): Outcome<void> {
    const path = folder.replace(/\/+$/, '')
    return outcome(this.#remove(path, (place) => rm(place, { recursive: true, force: true, maxRetries: MAX_TRIES })))
  }

  /** There is nothing to do: an interrupted copy is in the list as a file that no row references. */
  abortUnfinished(): Outcome<number> {
    return okAsync(0)
  }

  async #keep(file: StagedFile, path: MediaPath): Promise<void> {
    const names = namesOf(path)
    const place = join(this.#root, path)
    const staged = this.#staging.pathOf(file)
    await sync(staged)
    for (let tries = 1; ; tries++) {
      try {
        await makeFolders(this.#root, names.slice(0, -1))
        await placeWhole(staged, place)
        if (!(await lstat(place)).isFile()) throw new OutsideTheRoot(place)
        break
      } catch (cause) {
        if (tries === MAX_TRIES || codeOf(cause) !== 'ENOENT') throw cause
      }
    }
    // All folders up to the root: a concurrent `keep` may have created one that is not synced yet.
    for (const folder of foldersAbove(names)) await sync(join(this.#root, ...folder))
    await sync(this.#root)
  }

  async #read(path: MediaPath, range?: ByteRange): Promise<Blob | null> {
    const names = namesOf(path)
    if (!(await foldersExist(this.#root, names.slice(0, -1)))) return null
    const place = join(this.#root, path)
    const found = await statOrUndefined(place)
    if (found?.isSymbolicLink() === true) throw new OutsideTheRoot(place)
    return found?.isFile() === true ? { size: found.size, bytes: fileBytes(place, range) } : null
  }

  /** Also removes the folders that this leaves empty. */
  async #remove(path: string, removeIt: (place: string) => Promise<void>): Promise<void> {
    const names = namesOf(path)
    const place = join(this.#root, path)
    const isReachable = await foldersExist(this.#root, names.slice(0, -1))
    if (isReachable && (await statOrUndefined(place)) !== undefined) await removeIt(place)
    for (const folder of foldersAbove(names)) {
      if (!(await removeEmpty(join(this.#root, ...folder)))) break
    }
  }
}

/** Whether the folder is gone afterwards. */
const removeEmpty = async (folder: string): Promise<boolean> => {
  try {
    await rmdir(folder).catch(ignoring('ENOENT', 'ENAMETOOLONG'))
    return true
  } catch (cause) {
    ignoring('ENOTEMPTY', 'EEXIST')(cause)
    return false
  }
}

/** The folders between the root and the path, the deepest first. */
const foldersAbove = (names: readonly string[]): readonly (readonly string[])[] =>
  names.slice(0, -1).map((_, at) => names.slice(0, names.length - 1 - at))

const outcome = <Value>(work: Promise<Value>): Outcome<Value> =>
  ResultAsync.fromPromise(work, (cause) => unavailable('files', cause))
