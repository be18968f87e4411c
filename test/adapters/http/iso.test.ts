import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iso } from '#adapters/http/presenters/iso.ts'
import { DAY, instant } from '#domain/shared/instant.ts'

const written = (ms: number): string => iso(instant(ms))
const byDate = (ms: number): string => new Date(Math.trunc(ms)).toISOString()

describe('A moment on the wire', () => {
  it('is written as Date writes it, at any moment there is', () => {
    const moments = fc.oneof(fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.integer({ min: -1e14, max: 3e14 }))
    fc.assert(
      fc.property(moments, (ms) => {
        expect(written(ms)).toBe(byDate(ms))
      }),
      { numRuns: 2_000 },
    )
  })

  it('on every day of four hundred years, at its first and its last moment', () => {
    const wrong = Array.from({ length: 146_097 }, (_, day) => Date.UTC(1700, 0, 1) + day * DAY)
      .flatMap((midnight) => [midnight - 1, midnight])
      .filter((ms) => written(ms) !== byDate(ms))
    expect(wrong).toEqual([])
  })
})
