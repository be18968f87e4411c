import { expect, it } from 'vitest'
import { SystemChance } from '#adapters/system/system-chance.ts'
import { SECRET_BYTES, secretOf } from '#domain/account/secret.ts'

const MANY = 1_000_000

it('makes a million keys of 160 bits each, and no two alike', () => {
  expect(SECRET_BYTES * 8).toBe(160)
  const chance = new SystemChance()
  const seen = new Set<string>()
  for (let count = 0; count < MANY; count++) seen.add(secretOf(chance.bytes(SECRET_BYTES)))
  expect(seen.size).toBe(MANY)
})
