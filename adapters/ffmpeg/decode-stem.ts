import { rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import { FRAME_BYTES } from '#domain/sound/block.ts'
import { INPUT, QUIET } from './arguments.ts'
import { filesUnavailable, spool } from './attempt.ts'
import type { Job } from './encode-arguments.ts'
import type { PieceWork } from './mp3/encode-mp3.ts'
import type { RunFault } from './runner.ts'

const STEM = 'stem'

const stemJob = (bytes: number): Job => ({
  arguments: [
    [...QUIET, '-protocol_whitelist', 'file', '-format_whitelist', 'flac', '-codec_whitelist', 'flac'],
    ['-threads', '1', '-f', 'flac', '-i', `file:${INPUT}`, '-map', '0:a:0', '-map_metadata', '-1', '-threads', '1'],
    ['-c:a', 'pcm_f32le', '-f', 'f32le', `file:${STEM}`],
  ].flat(),
  reads: [INPUT],
  writes: [STEM],
  maximumBytes: bytes,
})

/** What a file of another length is: damaged, or another stem's. */
const otherLength = (found: number, expected: number): RunFault => ({
  type: 'Failed',
  cause: `decoded to ${found} bytes instead of ${expected}`,
})

/**
 * Decodes a canonical stem into a file of 32-bit floats, which appears at `path` whole or not at all. No sample passes
 * through this process.
 */
export const decodeStem = async (
  { directory, runner, slots }: PieceWork,
  { flac, frames, path }: { readonly flac: ByteStream; readonly frames: number; readonly path: string },
): Promise<Result<void, RunFault | Unavailable>> => {
  await slots.acquire()
  try {
    const bytes = frames * FRAME_BYTES
    const staged = await spool(join(directory, INPUT), flac)
    if (staged.isErr()) return staged
    const decoded = await runner.run(directory, stemJob(bytes), new AbortController().signal)
    if (decoded.isErr()) return decoded
    const file = join(directory, STEM)
    const found = await ResultAsync.fromPromise(stat(file), filesUnavailable)
    if (found.isErr()) return err(found.error)
    if (found.value.size !== bytes) return err(otherLength(found.value.size, bytes))
    return await ResultAsync.fromPromise(rename(file, path), filesUnavailable).andThen(() => ok())
  } finally {
    slots.release()
  }
}
