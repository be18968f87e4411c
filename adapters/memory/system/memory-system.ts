import { okAsync } from 'neverthrow'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Chance, Clock, Digest } from '#application/shared/system.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import { after, type Instant, instant, type Milliseconds } from '#domain/shared/instant.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'
import { sha256OfText } from './sha-256.ts'

export type MemoryClock = Clock & {
  set(now: Instant): void
  advance(length: Milliseconds): void
}

/** A clock that stands still until it is set or advanced. */
export const memoryClock = (start: Instant = instant(Date.UTC(2020, 0, 1))): MemoryClock => {
  let now = start
  const set = (moment: Instant): void => {
    now = moment
  }
  return { now: () => now, set, advance: (length) => set(after(now, length)) }
}

export type MemoryChance = Chance & {
  /** Sets the next rolls, in this order. After them, the seed decides again. */
  queueRolls(...rolls: readonly number[]): void
}

/** Chris Doty-Humphrey's sfc32 (PractRand): 128 bits of state, including a counter, so its period is long. */
const sfc32 = (seed: number): (() => number) => {
  const [low = 0, high = 0] = new Uint32Array(Float64Array.of(seed).buffer)
  let [a, b, c, counter] = [low, high, 0x9e3779b9, 1]
  const next = (): number => {
    const sum = (a + b + counter++) >>> 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) >>> 0
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0
    return sum
  }
  for (let round = 0; round < 16; round++) next()
  return next
}

/** The same seed gives the same bytes and rolls. For tests and demonstrations, never for secrets. */
export const memoryChance = (seed = 1): MemoryChance => {
  const queued: number[] = []
  const next = sfc32(seed)
  return {
    bytes: (length) => {
      const words = Uint32Array.from({ length: Math.ceil(length / 4) }, next)
      return new Uint8Array(words.buffer, 0, length)
    },
    roll: () => queued.shift() ?? (next() * 2 ** 16 + (next() >>> 16)) / 2 ** 48,
    queueRolls: (...rolls) => void queued.push(...rolls),
  }
}

/** SHA-256 by WebCrypto. */
export const memoryDigest = (outage: MemoryOutage = memoryOutage()): Digest => {
  const text = (given: string): Outcome<string> =>
    okAsync()
      .andThen(() => outage.check('digest'))
      .andThen(() => sha256OfText(given, 'digest'))
  return { text, secret: (secret) => text(secret).map((digest) => digest as SecretDigest) }
}
