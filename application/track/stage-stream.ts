import type { ResultAsync } from 'neverthrow'
import type { AudioFault, ByteStream } from './audio.ts'
import type { StagedFile, Staging, TooLarge } from './staging-and-blob-store.ts'

const endless: AudioFault = { type: 'AudioUndecodable', cause: 'larger than a file can be' }

/** Stages a stream of any length. */
export const staged = <Fault extends { readonly type: string }>(
  deps: { readonly staging: Staging },
  bytes: ByteStream<Fault>,
): ResultAsync<StagedFile, Exclude<Fault, TooLarge> | AudioFault> =>
  deps.staging
    .receive(bytes, { maximumBytes: Number.MAX_SAFE_INTEGER })
    .mapErr((fault) => (fault.type === 'TooLarge' ? endless : (fault as Exclude<Fault, TooLarge> | AudioFault)))
