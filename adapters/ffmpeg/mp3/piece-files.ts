import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import { type BlockStream, CHANNELS, FRAME_BYTES } from '#domain/sound/block.ts'
import { filesUnavailable } from '../attempt.ts'
import { pieceCount, pieceRange } from './piece-ranges.ts'

type OpenPiece = { readonly index: number; readonly file: FileHandle }

/** The names of a piece's files: its samples, and what they are encoded to. */
export const samplesName = (index: number): string => `samples-${index}`
export const pieceName = (index: number): string => `piece-${index}`

/** The bytes of the file from a position on. */
const readFrom = async (file: FileHandle, position: number): Promise<Uint8Array> => {
  const { size } = await file.stat()
  const bytes = Buffer.alloc(Math.max(0, size - position))
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, position + at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes
}

/**
 * Writes the sound to a file for each piece while it comes in. `ready` is awaited as soon as one is complete: it slows
 * down the source, or ends it by `false`. Returns the length in samples per channel.
 */
export const writePieceFiles = async <Fault>(
  directory: string,
  blocks: BlockStream<Fault>,
  ready: (index: number) => Promise<boolean>,
): Promise<Result<number, Fault | Unavailable>> => {
  const openPieces: OpenPiece[] = []
  let opened = 0
  let length = 0

  const openUntil = async (end: number): Promise<void> => {
    for (; opened === 0 || pieceRange(opened).from < end; opened++) {
      openPieces.push({ index: opened, file: await open(join(directory, samplesName(opened)), 'wx+') })
    }
  }

  const write = async (block: Float32Array): Promise<boolean> => {
    const start = length
    length += block.length / CHANNELS
    await openUntil(length)
    for (const { index, file } of openPieces) {
      const { from, to } = pieceRange(index)
      const part = block.subarray(CHANNELS * Math.max(0, from - start), CHANNELS * Math.max(0, to - start))
      if (part.length > 0) await file.writeFile(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
    }
    // A piece is complete once it is known not to be the last.
    while (openPieces[0] !== undefined && openPieces[0].index + 1 < pieceCount(length)) {
      if (!(await finish(openPieces.shift()!))) return false
    }
    return true
  }

  const finish = async ({ index, file }: OpenPiece): Promise<boolean> => {
    await file.close()
    return await ready(index)
  }

  /** What the next piece was begun with belongs to the last one. */
  const finishLast = async (): Promise<void> => {
    const [last, next] = openPieces
    if (last === undefined) return
    if (next !== undefined) {
      const position = (pieceRange(last.index).to - pieceRange(next.index).from) * FRAME_BYTES
      const rest = await readFrom(next.file, Math.max(0, position))
      await last.file.writeFile(rest)
    }
    openPieces.shift()
    await finish(last)
  }

  try {
    for await (const block of blocks) {
      if (block.isErr()) return err(block.error)
      const goesOn = await ResultAsync.fromPromise(write(block.value), filesUnavailable)
      if (goesOn.isErr()) return err(goesOn.error)
      if (!goesOn.value) return ok(length)
    }
    const finished = await ResultAsync.fromPromise(openUntil(0).then(finishLast), filesUnavailable)
    return finished.map(() => length)
  } finally {
    for (const { file } of openPieces) await file.close().catch(() => undefined)
  }
}
