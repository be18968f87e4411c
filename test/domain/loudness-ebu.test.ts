import { afterAll, describe, expect, it } from 'vitest'
import { SIGNALS, toleranceOf } from '#test/sound/ebu-signals.ts'

const shown = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low === high ? low.toFixed(2) : `${low.toFixed(2)} … ${high.toFixed(2)}`
}

describe('a meter in EBU mode', () => {
  const lines: string[] = []
  afterAll(() => console.log(lines.join('\n')))

  it.each(SIGNALS)('reads signal $signal as it should: $reads', ({ signal, reads, expected, measured }) => {
    const tolerance = toleranceOf(reads)
    const values = measured().map((value) => value ?? Number.NaN)
    const target = (at: number) => expected[at % expected.length]!
    const cells = [signal.padEnd(25), reads.padEnd(22), shown(expected).padEnd(16), `± ${tolerance}`.padEnd(6)]
    lines.push([...cells, shown(values)].join(' '))
    expect(values.length).toBeGreaterThanOrEqual(expected.length)
    values.forEach((value, at) => expect(Math.abs(value - target(at))).toBeLessThanOrEqual(tolerance))
  })
})
