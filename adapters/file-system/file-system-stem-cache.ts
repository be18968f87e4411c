import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import type { Outcome } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import type { StemCache } from '#application/track/stem-cache.ts'
import { FRAME_BYTES } from '#domain/sound/block.ts'
import type { Stem } from '#domain/track/track.ts'
import { sampleBytes } from './file-bytes.ts'
import type { FileSystemStaging } from './file-system-staging.ts'

const NAME = /^[0-9a-f]{64}$/
/** An unfinished file of this age was left by a process that died. */
const ABANDONED_MS = 60 * 60 * 1000

/** Of a file that another process removed meanwhile. */
const GONE = { size: 0, mtimeMs: 0 }

type StemCacheOptions = {
  readonly folder: string
  readonly maximumBytes: number
  /** On the same file system, so that a file can be moved. */
  readonly staging: FileSystemStaging
  /** Decode stems ahead of their use; without threads, stems are decoded as they are read. */
  readonly threads?: StemDecoder
}

/** Decodes a stem of so many frames into a file of 32-bit floats, which appears whole or not at all. */
type StemDecoder = { decode(flac: ByteStream, frames: number, path: string): Promise<Result<void, unknown>> }

/**
 * Keeps decoded stems as files that are named by their hash. The one that was read longest ago goes first. Several processes
 * may share the folder, and it may be deleted at any time.
 */
export class FileSystemStemCache implements StemCache {
  readonly #folder: string
  readonly #maximumBytes: number
  readonly #staging: FileSystemStaging
  readonly #threads: StemCacheOptions['threads']

  constructor({ folder, maximumBytes, staging, threads }: StemCacheOptions) {
    this.#threads = threads
    this.#folder = folder
    this.#maximumBytes = maximumBytes
    this.#staging = staging
  }

  read(pcmSha256: string): Outcome<ByteStream | null> {
    const path = join(this.#folder, pcmSha256)
    const now = new Date()
    // The time of the last use; it fails where there is no such file.
    const used = ResultAsync.fromPromise(utimes(path, now, now), () => null)
    return used.map((): ByteStream | null => sampleBytes(path)).orElse(() => okAsync(null))
  }

  async *filling<Fault>(pcmSha256: string, bytes: ByteStream<Fault>): ByteStream<Fault> {
    const path = this.#unfinished(pcmSha256)
    let file = await this.#create(path)
    let isWhole = false
    try {
      for await (const chunk of bytes) {
        if (chunk.isOk() && file !== null) file = await keptOn(file, chunk.value)
        yield chunk
        if (chunk.isErr()) return
      }
      isWhole = true
    } finally {
      await file?.close().catch(() => undefined)
      await (isWhole && file !== null ? this.#keep(path, pcmSha256) : rm(path, { force: true }).catch(() => undefined))
    }
  }

  prepare(
    { pcmSha256, frames }: Pick<Stem, 'pcmSha256' | 'frames'>,
    flac: () => Outcome<ByteStream | null>,
  ): ResultAsync<void, never> {
    return ResultAsync.fromPromise(this.#prepare(pcmSha256, frames, flac), () => undefined).orElse(() => ok())
  }

  async #prepare(pcmSha256: string, frames: number, flac: () => Outcome<ByteStream | null>): Promise<void> {
    if (this.#threads === undefined || frames * FRAME_BYTES > this.#maximumBytes) return
    const isThere = await stat(join(this.#folder, pcmSha256)).then(
      () => true,
      () => false,
    )
    if (isThere) return
    const bytes = await flac()
    if (bytes.isErr() || bytes.value === null) return
    await mkdir(this.#folder, { recursive: true })
    const path = this.#unfinished(pcmSha256)
    const decoded = await this.#threads.decode(bytes.value, frames, path)
    if (decoded.isOk()) await this.#keep(path, pcmSha256)
  }

  #unfinished(pcmSha256: string): string {
    return join(this.#folder, `${pcmSha256}.${randomBytes(6).toString('hex')}`)
  }

  adopt(pcmSha256: string, samples: StagedFile): ResultAsync<void, never> {
    const moved = mkdir(this.#folder, { recursive: true }).then(() =>
      this.#keep(this.#staging.pathOf(samples), pcmSha256),
    )
    return ResultAsync.fromPromise(moved, () => undefined).orElse(() => ok())
  }

  async #create(path: string): Promise<FileHandle | null> {
    try {
      await mkdir(this.#folder, { recursive: true })
      return await open(path, 'wx')
    } catch {
      return null
    }
  }

  async #keep(path: string, pcmSha256: string): Promise<void> {
    try {
      await rename(path, join(this.#folder, pcmSha256))
      await this.#evict()
    } catch {
      // A full disk, or the folder is gone: the stem will be decoded again.
      await rm(path, { force: true }).catch(() => undefined)
    }
  }

  async #evict(): Promise<void> {
    const names = await readdir(this.#folder)
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(this.#folder, name)).catch(() => GONE)
        return { name, size, mtimeMs }
      }),
    )
    const abandoned = files.filter(({ name, mtimeMs }) => !NAME.test(name) && mtimeMs < Date.now() - ABANDONED_MS)
    let total = 0
    const tooMany = files
      .filter(({ name }) => NAME.test(name))
      .toSorted((one, other) => other.mtimeMs - one.mtimeMs)
      .filter(({ size }) => (total += size) > this.#maximumBytes)
    await Promise.all([...abandoned, ...tooMany].map(({ name }) => rm(join(this.#folder, name), { force: true })))
  }
}

/** The file with these bytes, or `null` if they could not be written. */
const keptOn = async (file: FileHandle, bytes: Uint8Array): Promise<FileHandle | null> => {
  try {
    for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten
    return file
  } catch {
    await file.close().catch(() => undefined)
    return null
  }
}
