import { ok } from 'neverthrow'
import { someBytes } from '#adapters/testing/bytes.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import { type BegunUpload, uploadId } from '#domain/track/partial-upload.ts'

/** An upload that begins; another one for each seed. */
export const begun = (seed: number, length = 1000): BegunUpload => ({
  id: uploadId(someBytes(16, seed)),
  owner: 7 as UserId,
  length,
  expiresAt: instant(1_900_000_000_000),
})

/** A connection on which these bytes came, and then nothing any more. */
export async function* stuckAfter(...chunks: readonly Uint8Array[]): ByteStream<never> {
  for (const chunk of chunks) yield ok(chunk)
  await new Promise(() => undefined)
}
