import type { Placed } from './placing.ts'
import type { Take } from './take.ts'
import type { Level } from './level.ts'

/** A stretch of what the microphone brings, interleaved; its first frame is that of the audio context. */
export type Chunk = { readonly frame: number; readonly samples: Float32Array<ArrayBuffer> }

/** What the page tells the capture worklet. */
export type ToCapture =
  /** Chunks go to this port, never over the page. */
  | { readonly type: 'open'; readonly taker: MessagePort; readonly channels: 1 | 2 }
  /** Plays a sound to the loudspeaker, its first sample at this frame of the context. */
  | { readonly type: 'sound'; readonly at: number; readonly samples: Float32Array<ArrayBuffer> }
  | { readonly type: 'hush' }

/** What the capture worklet tells the page, some twenty times a second. */
export type FromCapture = Level

/** What the page tells the worker that writes takes. */
export type ToTaker =
  | { readonly type: 'open'; readonly input: MessagePort; readonly channels: 1 | 2 }
  /** Begins a take with the next chunk. */
  | { readonly type: 'record'; readonly take: Take }
  /** Ends it with this frame of the context, or at once. */
  | { readonly type: 'stop'; readonly at: number | null }
  /** Keeps what is known of a take. */
  | { readonly type: 'keep'; readonly take: Take }
  /** Counts and closes a take that broke off. */
  | { readonly type: 'mend'; readonly id: number; readonly name: string }
  /** Makes the file that is sent: it begins with the song. */
  | { readonly type: 'render'; readonly id: number; readonly take: Take; readonly placed: Placed }
  /** Looks for the chirp in what comes from this frame of the context on. */
  | { readonly type: 'measure'; readonly from: number; readonly frames: number }

/** Why a take ends before it is stopped: nothing can be written any more. */
export type WriteFault = 'full' | 'unwritable'

/** What the worker tells the page. */
export type FromTaker =
  /** The frame of the context with which the take begins. */
  | { readonly type: 'began'; readonly name: string; readonly frame: number }
  /** So many frames are on the disk. */
  | { readonly type: 'written'; readonly name: string; readonly frames: number }
  | { readonly type: 'stopped'; readonly name: string; readonly frames: number; readonly fault: WriteFault | null }
  | { readonly type: 'mended'; readonly id: number; readonly frames: number }
  | { readonly type: 'rendered'; readonly id: number; readonly file: Blob | null }
  /** Null if it was not heard. */
  | { readonly type: 'measured'; readonly delayFrames: number | null; readonly confidence: number }
