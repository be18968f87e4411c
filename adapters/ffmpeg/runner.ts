import type { Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { DecodeOrder } from './arguments.ts'

/** How a run of ffmpeg can end other than well. */
export type RunFault =
  /** It could not be started. */
  | { readonly type: 'NotStarted'; readonly cause: string }
  /** It took longer than it is given, and was killed. */
  | { readonly type: 'TimedOut'; readonly milliseconds: number }
  /** It gave up; the cause is the end of what it said. */
  | { readonly type: 'GaveUp'; readonly cause: string }
  | Unavailable

/** The samples end before their end: whoever makes them knows why. */
export type BrokenOff = { readonly type: 'BrokenOff' }

export type Samples = AsyncIterable<Result<Uint8Array, BrokenOff>>

/** One way of running ffmpeg: as a process of this machine, or as WebAssembly. Both work in the attempt's directory. */
export interface FfmpegRunner {
  /** Decodes the file `input` of the directory to the bytes of a float WAV. Ending the iteration early ends ffmpeg. */
  decode(directory: string, order: DecodeOrder): AsyncGenerator<Result<Uint8Array, RunFault>, void, undefined>
  /** Encodes interleaved stereo float to the file `master.mp3` of the directory. */
  encode(directory: string, samples: Samples): Promise<Result<void, RunFault | BrokenOff>>
}
