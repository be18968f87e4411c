import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** The level of a frequency, in dB of full scale, seen through a window whose side lobes are below −90 dB (Blackman-Harris). */
export const levelOf = (channel: Float32Array, hertz: number): number => {
  const part = channel.subarray(8000, 40_000)
  let [sine, cosine, sum] = [0, 0, 0]
  for (const [at, sample] of part.entries()) {
    const turn = (2 * Math.PI * at) / part.length
    const window = 0.35875 - 0.48829 * Math.cos(turn) + 0.14128 * Math.cos(2 * turn) - 0.01168 * Math.cos(3 * turn)
    sine += window * sample * Math.sin((2 * Math.PI * hertz * at) / SAMPLE_RATE)
    cosine += window * sample * Math.cos((2 * Math.PI * hertz * at) / SAMPLE_RATE)
    sum += window
  }
  return 20 * Math.log10((2 * Math.hypot(sine, cosine)) / sum + 1e-9)
}

/** What passes a resampler from this rate to 48 kHz: the level of a tone in it, and that of its image. */
export const tonesAfterResampling = (channel: Float32Array, hertz: number, rate: number) => {
  const image = rate - hertz
  return {
    tone: levelOf(channel, hertz),
    image: levelOf(channel, image > SAMPLE_RATE / 2 ? SAMPLE_RATE - image : image),
  }
}
