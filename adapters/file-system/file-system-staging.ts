import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { StagedFile, Staging, TooLarge } from '#application/track/files.ts'
import { fileBytes } from './file-bytes.ts'

const STAGED_ID = /^[0-9a-f]{32}$/

/** Keeps arriving files in a folder that belongs to this process alone (see `sweepTemporary`). */
export class FileSystemStaging implements Staging {
  readonly #folder: string

  /** The folder is made when the first file arrives. */
  constructor(folder: string) {
    this.#folder = folder
  }

  receive<Fault>(
    bytes: ByteStream<Fault>,
    limit: { readonly maximumBytes: number },
  ): ResultAsync<StagedFile, TooLarge | Fault | Unavailable> {
    return new ResultAsync(this.#receive(bytes, limit.maximumBytes))
  }

  read(file: StagedFile): ByteStream {
    return fileBytes(this.pathOf(file))
  }

  discard(file: StagedFile): Outcome<void> {
    return ResultAsync.fromPromise(rm(this.pathOf(file), { force: true }), (cause) => unavailable('files', cause))
  }

  /** Where the staged file lies, for who moves it. */
  pathOf(file: Pick<StagedFile, 'id'>): string {
    return join(this.#folder, STAGED_ID.test(file.id) ? file.id : 'not-staged-here')
  }

  async #receive<Fault>(
    bytes: ByteStream<Fault>,
    maximumBytes: number,
  ): Promise<Result<StagedFile, TooLarge | Fault | Unavailable>> {
    const id = randomBytes(16).toString('hex')
    const path = this.pathOf({ id })
    try {
      await mkdir(this.#folder, { recursive: true })
      const written = await write(path, bytes, maximumBytes)
      if (written.isErr()) await rm(path, { force: true })
      return written.map((content) => ({ id, ...content }))
    } catch (cause) {
      await rm(path, { force: true }).catch(() => undefined)
      return err(unavailable('files', cause))
    }
  }
}

const write = async <Fault>(
  path: string,
  bytes: ByteStream<Fault>,
  maximumBytes: number,
): Promise<Result<Omit<StagedFile, 'id'>, TooLarge | Fault>> => {
  const file = await open(path, 'wx')
  try {
    const hash = createHash('sha256')
    let size = 0
    for await (const piece of bytes) {
      if (piece.isErr()) return err(piece.error)
      size += piece.value.length
      if (size > maximumBytes) return err({ type: 'TooLarge', maximumBytes })
      hash.update(piece.value)
      // The next piece is asked for when this one is written: a source faster than the disk waits.
      await writeAll(file, piece.value)
    }
    return ok({ bytes: size, sha256: hash.digest('hex') })
  } finally {
    await file.close()
  }
}

const writeAll = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  let rest = bytes
  while (rest.length > 0) {
    const { bytesWritten } = await file.write(rest)
    rest = rest.subarray(bytesWritten)
  }
}
