import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { unavailable, type Unavailable } from '#application/shared/outcome.ts'

/** A file operation failed: the disk is full, for example, or the folder is gone. */
export const filesUnavailable = (cause: unknown): Unavailable => unavailable('files', cause)

/** Creates an empty directory for one attempt. */
export const openAttempt = (folder: string): ResultAsync<string, Unavailable> =>
  ResultAsync.fromPromise(mkdir(folder, { recursive: true }), filesUnavailable).andThen(() =>
    ResultAsync.fromPromise(mkdtemp(join(folder, 'attempt-')), filesUnavailable),
  )

/** Removes the directory with its contents. Whatever cannot be removed now goes with the parent folder later. */
export const closeAttempt = (directory: string): Promise<void> =>
  rm(directory, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)

/** Writes a stream to a file, chunk by chunk. */
export const spool = async <Fault>(
  path: string,
  chunks: AsyncIterable<Result<Uint8Array, Fault>>,
): Promise<Result<void, Fault | Unavailable>> => {
  const opened = await ResultAsync.fromPromise(open(path, 'wx'), filesUnavailable)
  if (opened.isErr()) return err(opened.error)
  const file = opened.value
  try {
    for await (const chunk of chunks) {
      if (chunk.isErr()) return err(chunk.error)
      const written = await ResultAsync.fromPromise(file.writeFile(chunk.value), filesUnavailable)
      if (written.isErr()) return err(written.error)
    }
    return ok()
  } finally {
    await file.close().catch(() => undefined)
  }
}

/** Streams a file of the attempt, chunk by chunk. */
export async function* readFile(path: string): AsyncGenerator<Result<Uint8Array, Unavailable>, void, undefined> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield ok(chunk as Uint8Array)
  } catch (cause) {
    yield err(filesUnavailable(cause))
  }
}
