import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok, type Result } from 'neverthrow'
import { onTestFinished } from 'vitest'
import type { MediaPath } from '#domain/track/track.ts'
import type { ByteStream } from '#application/track/audio.ts'

/** A folder that goes with its test. */
export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A folder that can be taken away, as a disk that fails, and given back. */
export const newDisk = async () => {
  const around = await mkdtemp(join(tmpdir(), 'soundhub-test-'))
  const folder = join(around, 'disk')
  await mkdir(folder)
  return {
    folder,
    breakDown: async () => {
      await rename(folder, join(around, 'away'))
      await writeFile(folder, 'a file where the folder should be')
    },
    repair: async () => {
      await rm(folder)
      await rename(join(around, 'away'), folder)
    },
    close: () => rm(around, { recursive: true, force: true }),
  }
}

/** Every file and folder below, as sorted paths. */
export const namesBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).toSorted()

export async function* streamOf(...pieces: readonly (string | Uint8Array)[]): ByteStream<never> {
  for (const piece of pieces) yield ok(typeof piece === 'string' ? Buffer.from(piece) : piece)
}

export const path = (raw: string): MediaPath => raw as MediaPath

/** A piece that is no fault. */
export const wholePiece = (piece: Result<Uint8Array, unknown>): Uint8Array => {
  if (piece.isErr()) throw new Error('the stream faulted', { cause: piece.error })
  return piece.value
}

/** What a stream gives, or its fault thrown. */
export const gather = async (bytes: ByteStream): Promise<string> => {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(wholePiece(piece))
  return Buffer.concat(pieces).toString()
}
