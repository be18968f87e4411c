import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { crossCorrelation } from '#domain/sound/cross-correlation.ts'
import { fourierTransform, zeros } from '#domain/sound/fourier.ts'

const signal = (maxLength: number) =>
  fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength }).map((values) => Float32Array.from(values))

it('transforms one turn of a wave into one frequency, and back', () => {
  const size = 4096
  const [transform, wave] = [fourierTransform(size), zeros(size)]
  for (let at = 0; at < size; at++) {
    wave.real[at] = Math.cos((2 * Math.PI * 3 * at) / size)
    wave.imaginary[at] = Math.sin((2 * Math.PI * 3 * at) / size)
  }
  transform.forward(wave)
  for (let at = 0; at < size; at++) expect(wave.real[at]).toBeCloseTo(at === 3 ? size : 0, 9)
  transform.backward(wave)
  for (let at = 0; at < size; at++)
    expect(wave.real[at]! / size).toBeCloseTo(Math.cos((2 * Math.PI * 3 * at) / size), 12)
})

it('correlates as the sum of products says, at every lag', () => {
  const property = fc.property(
    signal(40),
    signal(40),
    fc.integer({ min: -60, max: 60 }),
    fc.nat(60),
    (one, other, from, more) => {
      const found = crossCorrelation(one, other, { from, to: from + more })
      for (let lag = from; lag <= from + more; lag++) {
        const sum = other.reduce((total, value, at) => total + value * (one[at + lag] ?? 0), 0)
        expect(found[lag - from]).toBeCloseTo(sum, 3)
      }
    },
  )
  fc.assert(property)
})

it('correlates long signals part by part as if they were whole', () => {
  const long = Float32Array.from({ length: 50_000 }, (_, at) => (at * at) % 101)
  const found = crossCorrelation(long, long.subarray(777), { from: 700, to: 800 })
  expect(found.indexOf(Math.max(...found))).toBe(77)
  const sum = long.subarray(777).reduce((total, value, at) => total + value * (long[at + 700] ?? 0), 0)
  expect(found[0]! / sum).toBeCloseTo(1, 9)
})
