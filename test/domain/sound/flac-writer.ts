/** Writes FLAC with every means that RFC 9639 has, as it is told and not as it would be small: bits as text, sums as BigInt. */

/** How a channel of a frame is written. A choice that cannot hold the samples becomes `verbatim`. */
export type SubframeChoice = {
  readonly kind: 'constant' | 'verbatim' | 'fixed' | 'linear'
  readonly coefficients: readonly number[]
  readonly precision: number
  readonly shift: number
  /** 1 has parameters of 5 bits. */
  readonly method: 0 | 1
  readonly partitionOrder: number
  /** How far below the size of the residuals the parameter lies, or plain integers. */
  readonly parameter: number | 'plain'
  /** Whether residuals may be larger than any may be. */
  readonly isWild?: boolean
}

export type FrameChoice = {
  readonly number: number
  readonly isCounted: boolean
  /** 1: apart; 8, 9, 10: left and side, side and right, middle and side. */
  readonly channelCode: 0 | 1 | 8 | 9 | 10
  readonly rate: number
  readonly bits: number
  /** Whether bits and rate stand in STREAMINFO alone. */
  readonly isTerse: boolean
  readonly subframes: readonly SubframeChoice[]
}

type Samples = readonly number[]

const unsigned = (value: number, bits: number): string => (bits === 0 ? '' : value.toString(2).padStart(bits, '0'))
const signed = (value: number, bits: number): string => unsigned(value < 0 ? value + 2 ** bits : value, bits)

const bytesOf = (bits: string): number[] =>
  Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    Number.parseInt(bits.slice(8 * at, 8 * at + 8).padEnd(8, '0'), 2),
  )

const remainder = (bytes: readonly number[], width: number, polynomial: number): number => {
  let rest = 0
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit--) {
      const out = ((rest >> (width - 1)) & 1) ^ ((byte >> bit) & 1)
      rest = ((rest << 1) & (2 ** width - 1)) ^ (out * polynomial)
    }
  return rest
}

const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]

const residualsOf = (samples: Samples, coefficients: readonly number[], shift: number): number[] =>
  samples.slice(coefficients.length).map((sample, after) => {
    const sum = coefficients.reduce(
      (total, weight, back) => total + BigInt(weight) * BigInt(samples[after + coefficients.length - 1 - back]!),
      0n,
    )
    return Number(BigInt(sample) - (sum >> BigInt(shift)))
  })

const widthOf = (values: Samples): number =>
  1 + values.reduce((most, value) => Math.max(most, (value < 0 ? -value - 1 : value).toString(2).length), 0)

const rice = (value: number, parameter: number): string => {
  const folded = value < 0 ? -2 * value - 1 : 2 * value
  const quotient = Math.floor(folded / 2 ** parameter)
  return `${'0'.repeat(quotient)}1${unsigned(folded - quotient * 2 ** parameter, parameter)}`
}

const partition = (values: Samples, { method, parameter }: SubframeChoice): string => {
  const width = widthOf(values)
  const digits = 4 + method
  const escape = 2 ** digits - 1
  if (parameter === 'plain') {
    const bits = values.every((value) => value === 0) ? 0 : width
    return (
      unsigned(escape, digits) + unsigned(bits, 5) + (bits === 0 ? '' : values.map((one) => signed(one, bits)).join(''))
    )
  }
  const chosen = Math.max(0, Math.min(escape - 1, width - parameter))
  return unsigned(chosen, digits) + values.map((value) => rice(value, chosen)).join('')
}

const residual = (values: Samples, length: number, order: number, choice: SubframeChoice): string => {
  let depth = choice.partitionOrder
  while (length % 2 ** depth !== 0 || length / 2 ** depth < Math.max(1, order)) depth--
  const size = length / 2 ** depth
  const parts = Array.from({ length: 2 ** depth }, (_, at) =>
    values.slice(Math.max(0, at * size - order), (at + 1) * size - order),
  )
  return unsigned(choice.method, 2) + unsigned(depth, 4) + parts.map((part) => partition(part, choice)).join('')
}

/** Residuals of a width that their code has place for, in a number of bits that tests have patience for. */
const isWritable = (values: Samples, { method, parameter, isWild }: SubframeChoice): boolean => {
  if (isWild === true) return true
  const width = widthOf(values)
  return parameter === 'plain' ? width <= 31 : width <= 32 && width - (method === 0 ? 14 : 30) < 8
}

const predicted = (samples: Samples, bits: number, choice: SubframeChoice): string | null => {
  const { kind, shift, precision } = choice
  const isFixed = kind === 'fixed'
  const coefficients = isFixed ? FIXED[choice.coefficients.length % 5]! : choice.coefficients
  const order = coefficients.length
  if (order > samples.length || (!isFixed && order === 0)) return null
  const values = residualsOf(samples, coefficients, isFixed ? 0 : shift)
  if (!isWritable(values, choice)) return null
  const warmUp = samples.slice(0, order).map((sample) => signed(sample, bits))
  const weights = coefficients.map((weight) => signed(weight, precision))
  const predictor = isFixed ? '' : unsigned(precision - 1, 4) + signed(shift, 5) + weights.join('')
  const type = isFixed ? 8 + order : 31 + order
  return [unsigned(type, 6), warmUp.join(''), predictor, residual(values, samples.length, order, choice)].join('|')
}

const withoutBits = (samples: Samples): number => {
  let wasted = 0
  while (samples.some((sample) => sample !== 0) && samples.every((sample) => sample % 2 ** (wasted + 1) === 0)) wasted++
  return wasted
}

const subframe = (all: Samples, allBits: number, choice: SubframeChoice): string => {
  const wasted = withoutBits(all)
  const samples = all.map((sample) => sample / 2 ** wasted)
  const bits = allBits - wasted
  const isConstant = choice.kind === 'constant' && samples.every((sample) => sample === samples[0])
  const verbatim = `${unsigned(1, 6)}|${samples.map((sample) => signed(sample, bits)).join('')}`
  const constant = `${unsigned(0, 6)}|${signed(samples[0]!, bits)}`
  const isPredicted = choice.kind === 'fixed' || choice.kind === 'linear'
  const body = isConstant ? constant : ((isPredicted ? predicted(samples, bits, choice) : null) ?? verbatim)
  const [type, ...rest] = body.split('|')
  const flag = wasted === 0 ? '0' : `1${'0'.repeat(wasted - 1)}1`
  return `0${type}${flag}${rest.join('')}`
}

const utf8 = (number: number): string => {
  if (number < 0x80) return unsigned(number, 8)
  let bytes = 2
  while (number >= 2 ** (5 * bytes + 1)) bytes++
  const digits = unsigned(number, 5 * bytes + 1)
  const head = `${'1'.repeat(bytes)}0`
  const first = 8 - head.length
  const rest = digits.slice(first).replace(/.{6}/g, (six) => `10${six}`)
  return (first > 0 ? head + digits.slice(0, first) : head.slice(0, 8)) + rest
}

const SIZES: Readonly<Record<number, number>> = { 192: 1, 576: 2, 1152: 3, 4608: 5, 256: 8, 512: 9, 4096: 12 }
const RATES: Readonly<Record<number, number>> = { 44_100: 9, 48_000: 10, 96_000: 11 }
const BITS: Readonly<Record<number, number>> = { 8: 1, 12: 2, 16: 4, 20: 5, 24: 6, 32: 7 }

const header = (length: number, { number, isCounted, channelCode, rate, bits, isTerse }: FrameChoice): number[] => {
  const size = SIZES[length] ?? (length <= 256 ? 6 : 7)
  const hertz = isTerse ? 0 : (RATES[rate] ?? (rate % 1000 === 0 && rate < 256_000 ? 12 : rate < 65_536 ? 13 : 14))
  const depth = isTerse ? 0 : (BITS[bits] ?? 0)
  const codes = unsigned(size, 4) + unsigned(hertz, 4) + unsigned(channelCode, 4) + unsigned(depth, 3)
  const sizes = size === 6 ? unsigned(length - 1, 8) : size === 7 ? unsigned(length - 1, 16) : ''
  const rates =
    hertz === 12
      ? unsigned(rate / 1000, 8)
      : hertz === 13
        ? unsigned(rate, 16)
        : hertz === 14
          ? unsigned(rate / 10, 16)
          : ''
  const all = bytesOf(`11111111111110 0${isCounted ? 0 : 1}${codes}0${utf8(number)}${sizes}${rates}`.replace(' ', ''))
  return [...all, remainder(all, 8, 0x07)]
}

/** One frame of these channels, integers of so many bits. */
export const writtenFrame = (channels: readonly Samples[], choice: FrameChoice): Uint8Array => {
  const [left = [], right = []] = channels
  const side = left.map((sample, at) => sample - right[at]!)
  const middle = left.map((sample, at) => Math.floor((sample + right[at]!) / 2))
  const kept = { 0: [left], 1: [left, right], 8: [left, side], 9: [side, right], 10: [middle, side] }[
    choice.channelCode
  ]
  const subframes = kept.map((samples, at) =>
    subframe(samples, choice.bits + (samples === side ? 1 : 0), choice.subframes[at]!),
  )
  const all = [...header(left.length, choice), ...bytesOf(subframes.join(''))]
  const sum = remainder(all, 16, 0x8005)
  return Uint8Array.from([...all, sum >> 8, sum & 0xff])
}

/** What a file says of itself. */
export type WrittenFormat = {
  readonly blocks: readonly [number, number]
  readonly rate: number
  readonly channels: number
  readonly bits: number
  readonly frames: number
}

/** Marker, STREAMINFO and one block of padding. */
export const writtenHead = ({ blocks, rate, channels, bits, frames }: WrittenFormat, padding = 3): Uint8Array => {
  const info = [
    unsigned(blocks[0], 16),
    unsigned(blocks[1], 16),
    unsigned(0, 48),
    unsigned(rate, 20),
    unsigned(channels - 1, 3),
    unsigned(bits - 1, 5),
    unsigned(frames, 36),
    unsigned(0, 128),
  ].join('')
  const marker = [0x66, 0x4c, 0x61, 0x43]
  const pad = [0x81, 0, padding >> 8, padding & 0xff, ...Array.from({ length: padding }, () => 0)]
  return Uint8Array.from([...marker, 0, 0, 0, 34, ...bytesOf(info), ...pad])
}
