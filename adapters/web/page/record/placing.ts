/** Where a take lies, in frames at 48 kHz. */
export type Placing = {
  /** Frames of the recording. */
  readonly frames: number
  /** The frame of the song that was played while the first frame of the take came in. */
  readonly start: number
  /** How long after it was played something is heard and recorded. */
  readonly roundTrip: number
  /** Later by so much, by ear. */
  readonly nudge: number
  /** Left out at its beginning and its end. */
  readonly trimStart: number
  readonly trimEnd: number
}

/** What is kept of a take and where in the song that begins. */
export type Placed = {
  /** Never before the song does. */
  readonly offset: number
  /** Frames of the recording that are left out, and the number of those that follow and are kept. */
  readonly skip: number
  readonly frames: number
}

/**
 * Lays a take where it was played: who plays along hears the song late by the way out, and is recorded late by the way in.
 * What would lie before the song begins is left out.
 */
export const placed = ({ frames, start, roundTrip, nudge, trimStart, trimEnd }: Placing): Placed => {
  const begin = start - roundTrip + nudge
  const end = Math.max(0, frames - trimEnd)
  const skip = Math.min(end, Math.max(0, trimStart, -begin))
  return { offset: begin + skip, skip, frames: end - skip }
}

/** A moment at which the song is heard: a frame of it and the frame of the audio context that plays it. */
export type Anchor = { readonly song: number; readonly frame: number }

/** The frame of the song at another frame of the context; before the song begins it is negative. */
export const songAt = ({ song, frame }: Anchor, at: number): number => song + (at - frame)

/** The frame of the context that plays another frame of the song. */
export const frameOf = ({ song, frame }: Anchor, at: number): number => frame + (at - song)

/** Whether the song was sought, or stopped to wait, between two moments. */
export const hasJumped = (one: Anchor, other: Anchor): boolean => songAt(one, other.frame) !== other.song

/** How much to leave out at the beginning so that a take begins where the song was let begin, after the count-in. */
export const afterCountIn = ({ start, roundTrip }: Pick<Placing, 'start' | 'roundTrip'>, from: number): number =>
  Math.max(0, from - (start - roundTrip))
