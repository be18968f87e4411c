import { lstat, rm, rmdir, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ResultAsync } from 'neverthrow'
import type { MediaPath } from '#domain/track/track.ts'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import type { Blob, BlobStore, ByteRange, StagedFile, StoredFile } from '#application/track/files.ts'
import { codeOf, placeWhole, sync, unless } from './durable.ts'
import { fileBytes } from './file-bytes.ts'
import type { FileSystemStaging } from './file-system-staging.ts'
import { listFiles } from './list-files.ts'
import { leadsThroughFolders, lookUp, makeFolders, namesOf, OutsideTheRoot } from './rooted-path.ts'

/** A folder may be removed, being empty, between the moment it is made and the moment a file is put into it. */
const MAX_TRIES = 10

/**
 * Keeps the files of posts below a root folder, each at its own path. Nothing outside the root is ever touched, also not
 * through symbolic links below it. A kept file outlives a power cut from the moment `keep` answers.
 */
export class FileSystemBlobStore implements BlobStore {
  readonly #root: string
  readonly #staging: FileSystemStaging

  /** Made when the first file is kept. `staging` is where the files to keep are, best on the root's file system. */
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
    return outcome(this.#remove(path, (file) => unlink(file).catch(unless('ENOENT'))))
  }

  removeFolder(folder: string): Outcome<void> {
    const path = folder.replace(/\/+$/, '')
    return outcome(this.#remove(path, (place) => rm(place, { recursive: true, force: true, maxRetries: MAX_TRIES })))
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
    // All the way up: a folder may be another keep's making and not be synced yet.
    for (const folder of foldersAbove(names)) await sync(join(this.#root, ...folder))
    await sync(this.#root)
  }

  async #read(path: MediaPath, range?: ByteRange): Promise<Blob | null> {
    const names = namesOf(path)
    if (!(await leadsThroughFolders(this.#root, names.slice(0, -1)))) return null
    const place = join(this.#root, path)
    const found = await lookUp(place)
    if (found?.isSymbolicLink() === true) throw new OutsideTheRoot(place)
    return found?.isFile() === true ? { size: found.size, bytes: fileBytes(place, range) } : null
  }

  /** Folders that are left empty go too. */
  async #remove(path: string, removeIt: (place: string) => Promise<void>): Promise<void> {
    const names = namesOf(path)
    const place = join(this.#root, path)
    const leadsThere = await leadsThroughFolders(this.#root, names.slice(0, -1))
    if (leadsThere && (await lookUp(place)) !== undefined) await removeIt(place)
    for (const folder of foldersAbove(names)) {
      if (!(await removeEmpty(join(this.#root, ...folder)))) break
    }
  }
}

/** Whether the folder is gone now. */
const removeEmpty = async (folder: string): Promise<boolean> => {
  try {
    await rmdir(folder).catch(unless('ENOENT', 'ENAMETOOLONG'))
    return true
  } catch (cause) {
    unless('ENOTEMPTY', 'EEXIST')(cause)
    return false
  }
}

/** The folders between the root and the path, the deepest first. */
const foldersAbove = (names: readonly string[]): readonly (readonly string[])[] =>
  names.slice(0, -1).map((_, at) => names.slice(0, names.length - 1 - at))

const outcome = <Value>(work: Promise<Value>): Outcome<Value> =>
  ResultAsync.fromPromise(work, (cause) => unavailable('files', cause))
