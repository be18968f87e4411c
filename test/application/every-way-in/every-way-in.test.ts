import * as fc from 'fast-check'
import { env } from 'node:process'
import { test } from 'vitest'
import { everyWayIn } from './every-way-in.ts'
import { place } from './place.ts'

const RUNS = Number(env['EVERY_WAY_IN_RUNS'] ?? 3_000)

test('nobody gets in who has not proved the address, and the owner always does', { timeout: 600_000 }, async () => {
  await fc.assert(
    everyWayIn(() => place()),
    { numRuns: RUNS },
  )
})
