import { createHash, randomBytes } from 'node:crypto'
import { okAsync } from 'neverthrow'
import type { CommonPasswords, Mail, Mailer, PasswordHasher } from '#application/account/ports.ts'
import type { Password, PasswordHash } from '#domain/account/password.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'

const SCHEME = 'memory-sha256'

const hashWith = (salt: string, password: Password): PasswordHash =>
  `$${SCHEME}$${salt}$${createHash('sha256').update(`${salt}:${password}`).digest('hex')}` as PasswordHash

const newSalt = (): string => randomBytes(16).toString('hex')

/**
 * One round of salted SHA-256: quick, so that tests are. Whoever steals such hashes guesses the passwords; keep real
 * people's with argon2.
 */
export const memoryPasswordHasher = (outage: MemoryOutage = memoryOutage()): PasswordHasher => ({
  hash: (password) => okAsync().andThen(() => outage.check('password hasher').map(() => hashWith(newSalt(), password))),
  verify: (password, hash) =>
    okAsync().andThen(() =>
      outage.check('password hasher').map(() => {
        const salt = hash?.match(/^\$memory-sha256\$([0-9a-f]+)\$/)?.[1]
        const offered = hashWith(salt ?? newSalt(), password)
        return hash !== null && offered === hash
      }),
    ),
})

/** Those that are given, in any case. */
export const memoryCommonPasswords = (passwords: Iterable<string> = WELL_KNOWN): CommonPasswords => {
  const known = new Set(Array.from(passwords, (password) => password.toLowerCase()))
  return { includes: (password) => known.has(password) }
}

/** Enough to refuse what everybody tries first. */
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
  /** Everything that was sent, in order. */
  sent(): readonly Mail[]
}

/** Keeps what it is given to send. */
export const memoryMailer = (outage: MemoryOutage = memoryOutage()): MemoryMailer => {
  const sent: Mail[] = []
  return {
    send: (mail) => okAsync().andThen(() => outage.check('mail').map(() => void sent.push({ ...mail }))),
    sent: () => [...sent],
  }
}
