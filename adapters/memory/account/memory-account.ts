import { okAsync } from 'neverthrow'
import type { CommonPasswords, Mail, Mailer, PasswordHasher } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Chance } from '#application/shared/system.ts'
import type { Password, PasswordHash } from '#domain/account/password.ts'
import { hexOf } from '#domain/shared/hex.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'
import { realChance } from '../system/real-system.ts'
import { sha256OfText } from '../system/sha-256.ts'

const SCHEME = 'memory-sha256'

const SALT_BYTES = 16

const hashWith = (salt: string, password: Password): Outcome<PasswordHash> =>
  sha256OfText(`${salt}:${password}`, 'password hasher').map((digest) => `$${SCHEME}$${salt}$${digest}` as PasswordHash)

/**
 * One round of salted SHA-256: fast, for tests. Stolen hashes of this kind are easy to crack, so use argon2 for real
 * users.
 */
export const memoryPasswordHasher = (
  outage: MemoryOutage = memoryOutage(),
  chance: Pick<Chance, 'bytes'> = realChance(),
): PasswordHasher => {
  const newSalt = (): string => hexOf(chance.bytes(SALT_BYTES))
  return {
    hash: (password) =>
      okAsync().andThen(() => outage.check('password hasher').asyncAndThen(() => hashWith(newSalt(), password))),
    verify: (password, hash) =>
      okAsync().andThen(() =>
        outage.check('password hasher').asyncAndThen(() => {
          const salt = hash?.match(/^\$memory-sha256\$([0-9a-f]+)\$/)?.[1]
          return hashWith(salt ?? newSalt(), password).map((offered) => hash !== null && offered === hash)
        }),
      ),
  }
}

/** Contains the given passwords, whatever their case. */
export const memoryCommonPasswords = (passwords: Iterable<string> = WELL_KNOWN): CommonPasswords => {
  const known = new Set(Array.from(passwords, (password) => password.toLowerCase()))
  return { includes: (password) => known.has(password) }
}

/** The ten most common passwords. */
const WELL_KNOWN: readonly string[] = [
  'password',
  'password1',
  '12345678',
  '123456789',
  'qwertyuiop',
  'iloveyou',
  'sunshine',
  'princess',
  'football',
  'baseball',
]

export type MemoryMailer = Mailer & {
  /** All mails sent so far, in order. */
  sent(): readonly Mail[]
}

/** Collects mails instead of sending them. */
export const memoryMailer = (outage: MemoryOutage = memoryOutage()): MemoryMailer => {
  const sent: Mail[] = []
  return {
    send: (mail) => okAsync().andThen(() => outage.check('mail').map(() => void sent.push({ ...mail }))),
    sent: () => [...sent],
  }
}
