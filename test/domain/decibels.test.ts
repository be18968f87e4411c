import { describe, expect, it } from 'vitest'
import { amplitudeInDecibels, gainFactor, powerInDecibels } from '#domain/sound/decibels.ts'

const HUNDREDTHS = Array.from({ length: 12_001 }, (_, at) => at - 6_000)

describe('a level in decibels', () => {
  it('of 0 dB is the factor 1 exactly', () => {
    expect(gainFactor(0)).toBe(1)
    expect(amplitudeInDecibels(1)).toBe(0)
  })

  it('is the factor that the definition gives', () => {
    for (const hundredths of HUNDREDTHS) expect(gainFactor(hundredths) / 10 ** (hundredths / 2_000)).toBeCloseTo(1, 11)
  })

  it('is found again from its factor', () => {
    for (const hundredths of HUNDREDTHS) {
      expect(amplitudeInDecibels(gainFactor(hundredths))).toBeCloseTo(hundredths / 100, 10)
    }
  })

  it('of a power is half that of the same amplitude', () => {
    expect(powerInDecibels(100)).toBeCloseTo(20, 12)
    expect(amplitudeInDecibels(100)).toBeCloseTo(40, 12)
  })

  it('of silence is minus infinity', () => {
    expect(amplitudeInDecibels(0)).toBe(Number.NEGATIVE_INFINITY)
  })
})
