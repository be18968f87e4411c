import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { unavailable, type Unavailable } from '#application/shared/outcome.ts'

/** A file, or the place for it, cannot be had: the disk is full, the folder gone. */
export const filesUnavailable = (cause: unknown): Unavailable => unavailable('files', cause)

/** An empty directory of its own for one attempt. */
export const openAttempt = (folder: string): ResultAsync<string, Unavailable> =>
  ResultAsync.fromPromise(mkdir(folder, { recursive: true }), filesUnavailable).andThen(() =>
    ResultAsync.fromPromise(mkdtemp(join(folder, 'attempt-')), filesUnavailable),
  )

/** Removes the directory with all that is in it. What cannot be removed now goes with the folder it is in. */
export const closeAttempt = (directory: string): Promise<void> =>
  rm(directory, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)

/** Writes a stream to a file, piece by piece. */
export const spool = async <Fault>(
  path: string,
  pieces: AsyncIterable<Result<Uint8Array, Fault>>,
): Promise<Result<void, Fault | Unavailable>> => {
  const opened = await ResultAsync.fromPromise(open(path, 'wx'), filesUnavailable)
  if (opened.isErr()) return err(opened.error)
  const file = opened.value
  try {
    for await (const piece of pieces) {
      if (piece.isErr()) return err(piece.error)
      const written = await ResultAsync.fromPromise(file.writeFile(piece.value), filesUnavailable)
      if (written.isErr()) return err(written.error)
    }
    return ok()
  } finally {
    await file.close().catch(() => undefined)
  }
}

/** A file of the attempt, piece by piece. */
export async function* readFile(path: string): AsyncGenerator<Result<Uint8Array, Unavailable>, void, undefined> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) yield ok(piece as Uint8Array)
  } catch (cause) {
    yield err(filesUnavailable(cause))
  }
}
