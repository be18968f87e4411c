import { describe, expect, it } from 'vitest'
import { SystemChance } from '#adapters/system/system-chance.ts'
import { SystemClock } from '#adapters/system/system-clock.ts'

describe('system clock', () => {
  it('shows the time of this machine', () => {
    const before = Date.now()
    const now = new SystemClock().now()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })
})

describe('system chance', () => {
  it('rolls finer than a billionth, so that a small chance is what it says', () => {
    const chance = new SystemChance()
    const rolls = Array.from({ length: 100 }, () => chance.roll())
    expect(rolls.some((roll) => (roll * 2 ** 32) % 1 !== 0)).toBe(true)
  })
})
