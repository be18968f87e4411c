/** Width and height of a picture in pixels. */
export type WaveformSize = { readonly width: number; readonly height: number }

/** How a picture of a waveform looks, where it is not to be as plain as can be. */
export type WaveformLook = {
  /** CSS colours where the reader prefers light and dark. They are written as they are. */
  readonly colours?: { readonly light: string; readonly dark: string }
  /** Whether it fills whatever box it is put in; otherwise it keeps its shape. */
  readonly isStretched?: boolean
}

const rounded = (value: number): number => Math.round(value * 100) / 100

/**
 * The same waveform in at most `most` pairs, which share the given ones out evenly and keep their extremes. `pairs` are
 * minimum, maximum, minimum, maximum …; so few already stay as they are.
 */
export const fewerPairs = (pairs: readonly number[], most: number): readonly number[] => {
  const count = Math.floor(pairs.length / 2)
  const wanted = Math.max(1, Math.floor(most))
  if (count <= wanted) return pairs
  const startOf = (pair: number) => Math.floor((pair * count) / wanted)
  return Array.from({ length: wanted }, (_, pair) => {
    let [low, high] = [Infinity, -Infinity]
    for (let at = startOf(pair); at < startOf(pair + 1); at++) {
      low = Math.min(low, pairs[2 * at]!)
      high = Math.max(high, pairs[2 * at + 1]!)
    }
    return [low, high]
  }).flat()
}

const styleOf = ({ light, dark }: NonNullable<WaveformLook['colours']>): string =>
  `<style>svg{color:${light}}@media(prefers-color-scheme:dark){svg{color:${dark}}}</style>`

/**
 * A picture of a waveform as a file: one closed path, without a background or a script, and unless `look` says otherwise
 * in the colour of the text around it (black, where there is none) and without a style sheet. `pairs` are minimum,
 * maximum, minimum, maximum … in −1 … 1, as a peak collector gives them; each has the same width, full scale is the whole
 * height. Silence is a thin line.
 */
export const waveformSvg = (
  pairs: readonly number[],
  { width, height }: WaveformSize,
  { colours, isStretched = false }: WaveformLook = {},
): string => {
  const count = pairs.length / 2
  // Half a unit of the line around the path stays inside at every edge.
  const y = (level: number) => rounded(height / 2 - (level * (height - 1)) / 2)
  const tops = Array.from({ length: count }, (_, pair) => [pair, y(pairs[2 * pair + 1]!)] as const)
  const bottoms = Array.from({ length: count }, (_, pair) => [pair, y(pairs[2 * pair]!)] as const).toReversed()
  const x = (edge: number) => rounded((edge * width) / count)
  const top = tops.map(([pair, level]) => `V${level}H${x(pair + 1)}`).join('')
  const bottom = bottoms.map(([pair, level]) => `V${level}H${x(pair)}`).join('')
  const stretch = isStretched ? ' preserveAspectRatio="none"' : ''
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${stretch}`
  const line = isStretched ? ' vector-effect="non-scaling-stroke"' : ''
  const path = `<path fill="currentColor" stroke="currentColor"${line} d="M0 ${rounded(height / 2)}${top}${bottom}Z"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${colours === undefined ? '' : styleOf(colours)}${path}</svg>\n`
}
