import { describe, expect, it } from 'vitest'
import { estimatedSetting } from '#domain/mix/estimated-setting.ts'
import { DEFAULT_MASTER, type Gain } from '#domain/mix/recipe.ts'

const stem = (loudness: number | null, gain = 0) => ({ loudness, gain: gain as Gain, mute: false, solo: false })

describe('the estimate of what mastering will find', () => {
  it('brings one track to the target, whatever its gain is', () => {
    expect(estimatedSetting([stem(-20)], DEFAULT_MASTER)).toEqual({ gain: 600, ceiling: -100 })
    expect(estimatedSetting([stem(-20, 250)], DEFAULT_MASTER)).toEqual({ gain: 350, ceiling: -100 })
  })

  it('adds tracks up by their power', () => {
    expect(estimatedSetting([stem(-20), stem(-20)], DEFAULT_MASTER).gain).toBe(299)
  })

  it('counts only what is heard', () => {
    const muted = { ...stem(-3), mute: true }
    const soloed = { ...stem(-20), solo: true }
    expect(estimatedSetting([soloed, stem(-3), muted], DEFAULT_MASTER)).toEqual(
      estimatedSetting([stem(-20)], DEFAULT_MASTER),
    )
  })

  it('leaves silence alone, and a mix whose loudness is to stay', () => {
    expect(estimatedSetting([stem(null)], DEFAULT_MASTER).gain).toBe(0)
    expect(estimatedSetting([stem(-20)], { ...DEFAULT_MASTER, loudness: null }).gain).toBe(0)
  })

  it('gains at most 40 dB', () => {
    expect(estimatedSetting([stem(-70)], DEFAULT_MASTER).gain).toBe(4000)
  })
})
