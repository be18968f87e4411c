/** Width and height of a picture in pixels. */
export type WaveformSize = { readonly width: number; readonly height: number }

const rounded = (value: number): number => Math.round(value * 100) / 100

/**
 * A picture of a waveform as a file: one closed path, in the colour of the text around it and otherwise black, without a
 * background, a script or a style sheet. `pairs` are minimum, maximum, minimum, maximum … in −1 … 1, as a peak collector
 * gives them; each has the same width, full scale is the whole height. Silence is a thin line.
 */
export const waveformSvg = (pairs: readonly number[], { width, height }: WaveformSize): string => {
  const count = pairs.length / 2
  // Half a unit of the line around the path stays inside at every edge.
  const y = (level: number) => rounded(height / 2 - (level * (height - 1)) / 2)
  const tops = Array.from({ length: count }, (_, pair) => [pair, y(pairs[2 * pair + 1]!)] as const)
  const bottoms = Array.from({ length: count }, (_, pair) => [pair, y(pairs[2 * pair]!)] as const).toReversed()
  const x = (edge: number) => rounded((edge * width) / count)
  const top = tops.map(([pair, level]) => `V${level}H${x(pair + 1)}`).join('')
  const bottom = bottoms.map(([pair, level]) => `V${level}H${x(pair)}`).join('')
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  const path = `<path fill="currentColor" stroke="currentColor" d="M0 ${rounded(height / 2)}${top}${bottom}Z"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${path}</svg>\n`
}
