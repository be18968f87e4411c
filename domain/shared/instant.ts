import type { Brand } from './brand.ts'

/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. The clock's adapter makes them, the core compares them. */
export type Instant = Brand<number, 'Instant'>

/** A length of time in milliseconds. */
export type Milliseconds = number

/** Lengths of time, in milliseconds. */
export const SECOND: Milliseconds = 1000
export const MINUTE: Milliseconds = 60 * SECOND
export const HOUR: Milliseconds = 60 * MINUTE
export const DAY: Milliseconds = 24 * HOUR

/** The instant of a number of milliseconds; fractions are cut off. */
export const instant = (millisecondsSinceEpoch: number): Instant => Math.trunc(millisecondsSinceEpoch) as Instant

/** The moment `length` after `start`. */
export const after = (start: Instant, length: Milliseconds): Instant => instant(start + length)
