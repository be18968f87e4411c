import type { LimiterSetting } from '#domain/mix/limiter.ts'
import type { MixerStem } from '#domain/mix/mixer.ts'

/** A stem's file, and what the mixer does to it. */
export type StemToPlay = Omit<MixerStem<never>, 'blocks'> & {
  /** 0 is the author's track, any other number a comment. */
  readonly key: number
  readonly url: string
  readonly frames: number
  /** So many of the file's frames before them are left out. */
  readonly skip?: number
}

/** What is to be heard. */
export type Program = { readonly stems: readonly StemToPlay[]; readonly setting: LimiterSetting }

/** A range of the song in samples; its end is not in it. */
export type Range = { readonly from: number; readonly to: number }

/** What the page tells the engine. */
export type ToEngine =
  /** The port leads to the worklet. */
  | { readonly type: 'open'; readonly output: InstanceType<typeof MessagePort> }
  | { readonly type: 'program'; readonly program: Program }
  /** `at` is the frame of the audio context before which it does not begin. */
  | { readonly type: 'play'; readonly from: number; readonly at: number }
  | { readonly type: 'pause' }
  | { readonly type: 'seek'; readonly to: number }
  | { readonly type: 'loop'; readonly range: Range | null }

/** What the engine tells the page. */
export type FromEngine =
  /** Loudness of the last 400 ms in LUFS and the true peak in dBTP of what will be heard at a frame of the song. */
  | { readonly type: 'levels'; readonly song: number; readonly momentary: number; readonly truePeak: number }
  | { readonly type: 'fault'; readonly key: number }

/** A stretch of the master. `clock` counts the frames that were played since the page was opened. */
export type Stretch = {
  readonly clock: number
  readonly song: number
  readonly samples: Float32Array<ArrayBuffer>
}

/** What the engine tells the worklet. An epoch begins whenever what was mixed ahead is no longer what is wanted. */
export type ToOutput =
  | { readonly type: 'stretch'; readonly epoch: number; readonly stretch: Stretch }
  | { readonly type: 'end'; readonly epoch: number; readonly clock: number }
  | { readonly type: 'pause' }
  | { readonly type: 'play'; readonly at: number }

/** What the worklet tells the engine and the page, some forty times a second. */
export type FromOutput = {
  readonly clock: number
  readonly song: number
  /** The frame of the audio context at which that frame of the song is played. */
  readonly frame: number
  /** Times at which nothing was there to be heard in the middle of playing. */
  readonly underruns: number
  readonly state: 'paused' | 'waiting' | 'playing' | 'ended'
}
