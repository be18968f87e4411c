import * as vitest from 'vitest'
import { hash, verify } from '@node-rs/argon2'
import { type Argon2, Argon2PasswordHasher } from '#adapters/argon2/argon2-password-hasher.ts'
import { passwordHasherContract } from '#adapters/testing/contracts.ts'

passwordHasherContract(
  vitest,
  async () => {
    let isDown = false
    const unlessDown = <Value>(work: () => Promise<Value>): Promise<Value> =>
      isDown ? Promise.reject(new Error('out of memory')) : work()
    const argon2: Argon2 = {
      hash: (...given) => unlessDown(() => hash(...given)),
      verify: (...given) => unlessDown(() => verify(...given)),
    }
    return {
      subject: new Argon2PasswordHasher({ argon2 }),
      breakDown: async () => void (isDown = true),
      repair: async () => void (isDown = false),
      close: async () => undefined,
    }
  },
  { name: 'by argon2' },
)
