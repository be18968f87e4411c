import { randomBytes } from 'node:crypto'
import { hash, type Options, verify } from '@node-rs/argon2'
import { ResultAsync } from 'neverthrow'
import type { Password, PasswordHash } from '#domain/account/password.ts'
import type { PasswordHasher } from '#application/account/ports.ts'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import { Semaphore } from './semaphore.ts'

/** The cost that OWASP recommends for argon2id, the default of @node-rs/argon2: 19 MiB of memory, two passes. */
export const ARGON2_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const satisfies Options

const DEFAULT_CONCURRENCY = 2
/** Whoever comes last waits for a few seconds; further ones are better told at once to try again. */
const DEFAULT_MAX_WAITING = 200
const SALT_BYTES = 16

/** The two functions of `@node-rs/argon2`; a test replaces them to count the calls. */
export type Argon2 = { readonly hash: typeof hash; readonly verify: typeof verify }

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '')

/** Verified if no hash is stored, so that it takes as long. Its output is random, so it matches no known password. */
const dummyHash = (): string => {
  const { memoryCost, timeCost, parallelism, outputLen } = ARGON2_COST
  const cost = `m=${memoryCost},t=${timeCost},p=${parallelism}`
  return `$argon2id$v=19$${cost}$${base64(randomBytes(SALT_BYTES))}$${base64(randomBytes(outputLen))}`
}

/**
 * argon2id (RFC 9106), stored as PHC strings. At most `concurrency` hashes are computed at a time and `maxWaiting` more wait:
 * each takes 19 MiB and a thread of libuv's pool, which file operations also use.
 */
export class Argon2PasswordHasher implements PasswordHasher {
  readonly #argon2: Argon2
  readonly #semaphore: Semaphore
  readonly #dummyHash = dummyHash()

  constructor(options: { readonly concurrency?: number; readonly maxWaiting?: number; readonly argon2?: Argon2 } = {}) {
    this.#argon2 = options.argon2 ?? { hash, verify }
    this.#semaphore = new Semaphore(
      options.concurrency ?? DEFAULT_CONCURRENCY,
      options.maxWaiting ?? DEFAULT_MAX_WAITING,
    )
  }

  hash(password: Password): Outcome<PasswordHash> {
    return this.#limited(() => this.#argon2.hash(password, ARGON2_COST)).map((phc) => phc as PasswordHash)
  }

  verify(password: Password, stored: PasswordHash | null): Outcome<boolean> {
    return this.#limited(() => this.#argon2.verify(stored ?? this.#dummyHash, password)).map(
      (matches) => matches && stored !== null,
    )
  }

  #limited<Value>(task: () => Promise<Value>): Outcome<Value> {
    return ResultAsync.fromPromise(this.#semaphore.run(task), (cause) => unavailable('password hasher', cause))
  }
}
