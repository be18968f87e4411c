import { err, ok } from 'neverthrow'
import type { BlockStream } from '#domain/sound/block.ts'
import { packPcm } from '#domain/sound/pcm.ts'
import { WAVE_FRAME_BYTES, waveHeader } from '#domain/sound/wave.ts'
import type { Stem } from '#domain/track/track.ts'
import type { ByteStream } from '../track/audio.ts'
import { ignoringOutage } from '../track/place-upload.ts'
import { staged } from '../track/stage-stream.ts'
import type { StemCache } from '../track/stem-cache.ts'
import type { BlobStore, StagedFile, Staging } from '../track/staging-and-blob-store.ts'
import type { SoundFault } from './make-master.ts'
import { soundOf } from './mix-sound.ts'

/** What an aligned stem needs. */
export type AlignedWaveDependencies = {
  readonly blobs: BlobStore
  readonly staging: Staging
  readonly stemCache: StemCache
}

/** Where a stem begins, and how long its file is, in frames. */
export type PlaceInSong = { readonly offset: number; readonly frames: number }

/** The largest piece of silence. */
const PIECE = 64 * 1024 * WAVE_FRAME_BYTES

async function* silence(bytes: number): ByteStream<never> {
  for (let left = bytes; left > 0; left -= PIECE) yield ok(new Uint8Array(Math.min(left, PIECE)))
}

async function* pcmBytes(blocks: BlockStream<SoundFault>): ByteStream<SoundFault> {
  for await (const block of blocks) yield block.map(packPcm)
}

/** Exactly so many bytes after the first `skipped`: the rest is cut, or silence is put behind. */
async function* cutOut(bytes: ByteStream<SoundFault>, skipped: number, length: number): ByteStream<SoundFault> {
  let [toSkip, left] = [skipped, length]
  for await (const chunk of bytes) {
    if (chunk.isErr()) {
      yield err(chunk.error)
      return
    }
    const kept = chunk.value.subarray(toSkip, toSkip + left)
    toSkip = Math.max(0, toSkip - chunk.value.length)
    left -= kept.length
    if (kept.length > 0) yield ok(kept)
    if (left <= 0) return
  }
  yield* silence(left)
}

async function* discarding(
  { staging }: Pick<AlignedWaveDependencies, 'staging'>,
  file: StagedFile,
  bytes: ByteStream<SoundFault>,
): ByteStream<SoundFault> {
  try {
    yield* bytes
  } finally {
    await ignoringOutage(staging.discard(file))
  }
}

/**
 * A stem as a 24-bit WAVE file of a given length, its samples as they are stored. It is decoded at once into a scratch file and read from
 * there: whoever takes it may be slow, and a decoder should not have to wait for them.
 */
export async function* alignedWave(
  deps: AlignedWaveDependencies,
  stem: Stem,
  { offset, frames }: PlaceInSong,
): ByteStream<SoundFault> {
  const file = await staged(deps, pcmBytes(soundOf(deps, stem)))
  if (file.isErr()) {
    yield err(file.error)
    return
  }
  const before = Math.min(frames, Math.max(0, offset)) * WAVE_FRAME_BYTES
  const skipped = Math.max(0, -offset) * WAVE_FRAME_BYTES
  const samples = cutOut(deps.staging.read(file.value), skipped, frames * WAVE_FRAME_BYTES - before)
  async function* whole(): ByteStream<SoundFault> {
    yield ok(waveHeader(frames))
    yield* silence(before)
    yield* samples
  }
  yield* discarding(deps, file.value, whole())
}
