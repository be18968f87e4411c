import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { StagedFile, Staging, TooLarge } from '#application/track/staging-and-blob-store.ts'
import { fileBytes, SAMPLE_CHUNK_BYTES } from './file-bytes.ts'

const STAGED_ID = /^[0-9a-f]{32}$/

/** Writes uploads to a temporary folder that belongs to this process alone (see `makeTemporaryFolder`). */
export class FileSystemStaging implements Staging {
  readonly #folder: string

  /** The folder is created with the first file. */
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
    return fileBytes(this.pathOf(file), undefined, SAMPLE_CHUNK_BYTES)
  }

  discard(file: StagedFile): Outcome<void> {
    return ResultAsync.fromPromise(rm(this.pathOf(file), { force: true }), (cause) => unavailable('files', cause))
  }

  /** The staged file's path, for the blob store that takes it over. */
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
    for await (const chunk of bytes) {
      if (chunk.isErr()) return err(chunk.error)
      size += chunk.value.length
      if (size > maximumBytes) return err({ type: 'TooLarge', maximumBytes })
      hash.update(chunk.value)
      // The next chunk is read once this one is written, so a source faster than the disk has to wait.
      await writeAll(file, chunk.value)
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
