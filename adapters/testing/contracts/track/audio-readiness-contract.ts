import { contract, type Make } from '#adapters/testing/contracts/subject.ts'
import { expect } from '#adapters/testing/expect.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'
import { type AudioSubject, tidy } from './audio-sound.ts'

/** `AudioReadiness`. */
export const audioReadinessContract = (
  testRunner: TestRunner,
  make: Make<AudioSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'AudioReadiness', name }, tidy(make), (made, it) => {
    it('says what it works with', () => {
      expect(valueOf(made().subject.audio.audio)).toMatch(/\w/)
    })

    it('says that it is out of order', () => {
      expect(faultOf(made().subject.broken.audio).type).toBe('AudioUnavailable')
    })
  })
