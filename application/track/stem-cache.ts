import type { ResultAsync } from 'neverthrow'
import type { Stem } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { ByteStream } from './audio.ts'
import type { StagedFile } from './staging-and-blob-store.ts'

/**
 * Samples of stems that this machine decoded before, so that a changed mix need not decode them again. It holds a bounded
 * amount, and whatever it holds may be gone at any time.
 */
export interface StemCache {
  /**
   * `null` if the stem is not there. The stream may still end with an outage; then the stem is decoded again. A chunk is
   * valid until the next but one is asked for.
   */
  read(pcmSha256: string): Outcome<ByteStream | null>
  /**
   * Passes the bytes on and keeps them, if they come to their end. A failure to keep them changes nothing for the reader.
   */
  filling<Fault>(pcmSha256: string, bytes: ByteStream<Fault>): ByteStream<Fault>
  /**
   * Decodes a stem into the cache ahead of its use, where the machine has a faster way to do so than to read it as it is
   * decoded. It never fails: what is not there afterwards is decoded when it is read.
   */
  prepare(stem: Pick<Stem, 'pcmSha256' | 'frames'>, flac: () => Outcome<ByteStream | null>): ResultAsync<void, never>
  /** Keeps a staged file with the samples of the stem, and takes it out of the staging if that is cheap. It never fails. */
  adopt(pcmSha256: string, samples: StagedFile): ResultAsync<void, never>
}
