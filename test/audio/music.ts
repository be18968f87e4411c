import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** A chord that changes every half second under a beat of noise: interleaved stereo, the same for the same length. */
export const music = (frames: number): Float32Array => {
  const sound = new Float32Array(2 * frames)
  const phases = new Float64Array(6)
  let [state, beat] = [1, 0]
  for (let frame = 0; frame < frames; frame++) {
    if (frame % 12_000 === 0) beat = 1
    beat *= 0.9997
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const noise = 0.15 * beat * ((state | 0) / 2 ** 31)
    const chord = Math.floor((2 * frame) / SAMPLE_RATE) % 8
    let [left, right] = [noise, noise]
    for (let voice = 0; voice < phases.length; voice++) {
      phases[voice]! += (2 * Math.PI * 110 * 2 ** (((voice * 7 + chord * 5) % 40) / 12)) / SAMPLE_RATE
      left += 0.06 * Math.sin(phases[voice]!)
      right += 0.06 * Math.sin(phases[voice]! + voice)
    }
    sound.set([left, right], 2 * frame)
  }
  return sound
}
