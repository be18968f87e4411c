import { createHash } from 'node:crypto'
import { okAsync } from 'neverthrow'
import type { Chance, Clock, Digest } from '#application/shared/system.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import { after, type Instant, instant, type Milliseconds } from '#domain/shared/instant.ts'

export type MemoryClock = Clock & {
  set(now: Instant): void
  advance(length: Milliseconds): void
}

/** Shows the time it was set to. */
export const memoryClock = (start: Instant = instant(Date.UTC(2020, 0, 1))): MemoryClock => {
  let now = start
  const set = (moment: Instant): void => {
    now = moment
  }
  return { now: () => now, set, advance: (length) => set(after(now, length)) }
}

export type MemoryChance = Chance & {
  /** The next rolls, in this order; after them the seed decides again. */
  queueRolls(...rolls: readonly number[]): void
}

/** The same seed gives the same bytes and rolls, no bytes twice: for tests and demonstrations, never for secrets. */
export const memoryChance = (seed = 1): MemoryChance => {
  const queued: number[] = []
  let drawn = 0
  const draw = (): Buffer => createHash('sha256').update(`${seed}:${drawn++}`).digest()
  return {
    bytes: (length) => {
      const blocks = Array.from({ length: Math.ceil(length / 32) }, draw)
      return Uint8Array.from(Buffer.concat(blocks).subarray(0, length))
    },
    roll: () => queued.shift() ?? draw().readUIntBE(0, 6) / 2 ** 48,
    queueRolls: (...rolls) => void queued.push(...rolls),
  }
}

/** Real SHA-256: it needs no technology that a test would want to be without. */
export const memoryDigest = (): Digest => ({
  secret: (secret) => okAsync(createHash('sha256').update(secret).digest('hex') as SecretDigest),
})
