import { type Placed, placed } from './placing.ts'
import { readTakeName, type TakeOf } from './take-name.ts'

/** What is known of a take beside its sound; kept as JSON. Lengths and places are in frames at 48 kHz. */
export type Take = {
  readonly name: string
  readonly channels: 1 | 2
  /** The frame of the song that was played while the first frame came in. */
  readonly start: number
  readonly roundTrip: number
  /** Whether the round trip was measured, or is an estimate. */
  readonly isMeasured: boolean
  readonly nudge: number
  readonly trimStart: number
  readonly trimEnd: number
  /** Null until it is finished; of one that broke off it is counted. */
  readonly frames: number | null
  /** What was sent under a key and as which upload, so that the same is not sent twice and another not under the same one. */
  readonly sent: { readonly key: string; readonly what: string; readonly upload?: string | null } | null
}

/** A take of which nothing is known but its name. */
export const blankTake = (name: string): Take => ({
  name,
  channels: 1,
  start: 0,
  roundTrip: 0,
  isMeasured: false,
  nudge: 0,
  trimStart: 0,
  trimEnd: 0,
  frames: null,
  sent: null,
})

/** Reads what was kept of a take. What is missing or damaged is as in a take of which only the name is known. */
export const readTake = (name: string, text: string): Take => {
  try {
    const read = JSON.parse(text) as unknown
    return read === null || typeof read !== 'object' ? blankTake(name) : { ...blankTake(name), ...read, name }
  } catch {
    return blankTake(name)
  }
}

/** The post that a take answers, and when it was made. */
export const takeOf = ({ name }: Pick<Take, 'name'>): TakeOf => readTakeName(name)!

/** Where a finished take lies. What begins a new post begins with itself. */
export const placeOf = (take: Take): Placed => {
  const place = placed({ ...take, frames: take.frames ?? 0 })
  return takeOf(take).post === null ? { ...place, offset: 0 } : place
}

/** What is sent of it, as text that differs if the file or the fields beside it do. */
const whatIsSent = (take: Take, fields: string): string => JSON.stringify([placeOf(take), fields])

/** The take with a key under which it may be sent now: the same one as long as the file and the fields beside it are the same. */
export const withKey = (
  take: Take,
  fields: string,
  newKey: () => string,
): Take & { readonly sent: NonNullable<Take['sent']> } => {
  const what = whatIsSent(take, fields)
  return { ...take, sent: take.sent?.what === what ? take.sent : { key: newKey(), what } }
}
