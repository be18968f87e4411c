import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import { filesUnavailable } from '../attempt.ts'
import type { RunFault } from '../runner.ts'
import { crc16 } from './crc16.ts'
import { frameBytes } from './frames.ts'
import { lameTag } from './lame-tag.ts'
import { pieceName } from './piece-files.ts'
import { PIECE_FRAMES, pieceRange } from './piece-ranges.ts'

const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0)

const read = (directory: string, index: number): ResultAsync<Buffer, Unavailable> =>
  ResultAsync.fromPromise(readFile(join(directory, pieceName(index))), filesUnavailable)

type KeptFrames = { readonly frames: readonly number[]; readonly from: number; readonly to: number }

/** The frames of a piece that are kept, and where they are in its file. */
const keptFrames = (file: Uint8Array, index: number, isLast: boolean): Result<KeptFrames, RunFault> => {
  const lengths = frameBytes(file)
  if (lengths === null) return err({ type: 'Failed', cause: `piece ${index} is not MP3 frames alone` })
  const { skippedFrames } = pieceRange(index)
  const frames = lengths.slice(skippedFrames, isLast ? undefined : skippedFrames + PIECE_FRAMES)
  if (!isLast && frames.length < PIECE_FRAMES) return err({ type: 'Failed', cause: `piece ${index} is too short` })
  const from = sum(lengths.slice(0, skippedFrames))
  return ok({ frames, from, to: from + sum(frames) })
}

/** The MP3 of all pieces: the frame with the LAME tag, then their frames. Holds one piece in memory at a time. */
export async function* joinedPieces(
  directory: string,
  { pieces, samples }: { readonly pieces: number; readonly samples: number },
): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined> {
  const kept: KeptFrames[] = []
  let crc = 0
  for (let index = 0; index < pieces; index++) {
    const file = await read(directory, index)
    const found = file.andThen((bytes) => keptFrames(bytes, index, index === pieces - 1))
    if (file.isErr() || found.isErr()) {
      yield found.map(() => new Uint8Array())
      return
    }
    kept.push(found.value)
    crc = crc16(file.value.subarray(found.value.from, found.value.to), crc)
  }
  yield ok(lameTag({ samples, frames: kept.flatMap(({ frames }) => frames), crc }))
  for (const [index, { from, to }] of kept.entries()) {
    const file = await read(directory, index)
    yield file.map((bytes) => bytes.subarray(from, to))
    if (file.isErr()) return
  }
}
