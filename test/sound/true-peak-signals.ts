import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** Fades 10 ms in and out, as the signals of the EBU do. */
const faded = (channel: Float32Array): Float32Array =>
  channel.map((sample, at) => sample * Math.min(1, at / 480, (channel.length - 1 - at) / 480))

const sine = (divisor: number, level: number, degrees: number): Float32Array =>
  faded(
    Float32Array.from(
      { length: SAMPLE_RATE },
      (_, at) => level * Math.sin((2 * Math.PI * at) / divisor + (degrees * Math.PI) / 180),
    ),
  )

/** A sinc that cuts at half the sample rate, at four times that rate, under a Blackman window. */
const LOW_PASS = Float64Array.from({ length: 513 }, (_, at) => {
  const turn = (Math.PI * (at - 256)) / 4
  const window = 0.42 - 0.5 * Math.cos((2 * Math.PI * at) / 512) + 0.08 * Math.cos((4 * Math.PI * at) / 512)
  return (window * (turn === 0 ? 1 : Math.sin(turn) / turn)) / 4
})

/** A sine of fs/6 at 0.5 with one period of fs/4 at full scale in it, made at 4 fs, low-passed, and every fourth sample taken. */
const burst = (offset: number): Float32Array => {
  const middle = 24 * 1000
  const fast = Float64Array.from({ length: 2 * middle + 16 }, (_, at) => {
    if (at >= middle && at < middle + 16) return Math.sin((2 * Math.PI * (at - middle)) / 16)
    return 0.5 * Math.sin((2 * Math.PI * (at < middle ? at : at - middle - 16)) / 24)
  })
  return faded(
    Float32Array.from({ length: Math.floor((fast.length - offset) / 4) }, (_, at) =>
      LOW_PASS.reduce((sum, weight, tap) => sum + weight * (fast[4 * at + offset + 256 - tap] ?? 0), 0),
    ),
  )
}

/** The signals 15 to 23 of EBU Tech 3341 (version 4), one channel each, and what a meter reads of them in dBTP. */
export const TRUE_PEAK_SIGNALS = [
  [15, sine(4, 0.5, 0), -6],
  [16, sine(4, 0.5, 45), -6],
  [17, sine(6, 0.5, 60), -6],
  [18, sine(8, 0.5, 67.5), -6],
  [19, sine(4, 1.41, 45), 3],
  [20, burst(0), 0],
  [21, burst(1), 0],
  [22, burst(2), 0],
  [23, burst(3), 0],
] as const
