import { ok } from 'neverthrow'
import type { Outcome } from '../shared/outcome.ts'
import type { ByteStream } from './audio.ts'
import type { StagedFile, Staging, TooLarge } from './staging-and-blob-store.ts'

/** The largest upload where the host sets no other limit. */
export const DEFAULT_MAX_UPLOAD_BYTES = 50_000_000

/** What receiving an upload needs. */
export type ReceiveUploadDependencies = { readonly staging: Staging; readonly maximumUploadBytes: number }

/** The bytes as a stream of one piece. */
export async function* inOnePiece(bytes: Uint8Array): ByteStream<never> {
  yield ok(bytes)
}

/**
 * Stages a file for `posts.create`, `comments.create` or a picture; whichever use case gets it discards it. A stream is
 * written as it arrives and never held whole.
 */
export const receiveUpload =
  (deps: ReceiveUploadDependencies) =>
  <Fault = never>(
    bytes: Uint8Array | ByteStream<Fault>,
    { maximumBytes = deps.maximumUploadBytes }: { readonly maximumBytes?: number } = {},
  ): Outcome<StagedFile, TooLarge | Fault> =>
    deps.staging.receive<Fault>(bytes instanceof Uint8Array ? inOnePiece(bytes) : bytes, { maximumBytes })

/** Discards a staged file that no use case got. May be repeated. */
export const discardUpload =
  (deps: Pick<ReceiveUploadDependencies, 'staging'>) =>
  (file: StagedFile): Outcome<void> =>
    deps.staging.discard(file)
