import { describe, expect, test } from 'vitest'
import { dawMetaDataXml, dawProjectXml } from '#domain/mix/dawproject.ts'
import type { Gain } from '#domain/mix/recipe.ts'
import { fadersOf, stemFileName } from '#domain/mix/stem-export.ts'
import { waveBytes, waveHeader } from '#domain/sound/wave.ts'

const gain = (hundredths: number) => hundredths as Gain

/** The name of a chunk. */
const text = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))

describe('the name of a stem', () => {
  test.each([
    [1, ['Guitar'], 'Ann', '01 Guitar - Ann.wav'],
    [12, ['Bass', 'Drums'], 'a/b\\c:d*e?"<f>|', '12 Bass, Drums - a_b_c_d_e___f__.wav'],
    [3, ['Vocal'], ' … .\u202E', '03 Vocal -  ….wav'],
    [4, [], '\u200B', '04.wav'],
  ] as const)('is legal everywhere: %s %s %s', (number, instruments, nickname, name) => {
    expect(stemFileName(number, instruments, nickname)).toBe(name)
  })

  test('is no longer than a file system allows', () => {
    const name = stemFileName(33, ['Vocal', 'Guitar', 'Bass', 'Drums', 'Keyboard', 'Other'], '𝄞'.repeat(100))
    expect(new TextEncoder().encode(name).length).toBeLessThan(255)
  })
})

describe('faders', () => {
  test('are the gains, with the headroom of a stem taken back', () => {
    expect(
      fadersOf([
        { gain: gain(0), headroom: 0 },
        { gain: gain(0), headroom: 1 },
      ]),
    ).toEqual([1, 2])
  })

  test('are all lowered alike where one would be higher than it goes', () => {
    const [one, other] = fadersOf([
      { gain: gain(0), headroom: 0 },
      { gain: gain(1200), headroom: 1 },
    ])
    expect(other).toBe(2)
    expect(other! / one!).toBeCloseTo(2 * 10 ** (12 / 20), 10)
  })
})

test('a project of whatever names is XML, and has no tempo that is not known', () => {
  const song = { title: 'a\u0000&\uD800"<', artists: ['<b>'], bpm: null, frames: 48_000, tracks: [] }
  expect(dawMetaDataXml(song)).toContain('<Title>a&amp;\uFFFD&quot;&lt;</Title>\n  <Artist>&lt;b&gt;</Artist>')
  expect(dawProjectXml(song)).not.toContain('Tempo')
})

describe('a WAVE file', () => {
  test('is an RF64 with its true sizes where 32 bits do not hold them', () => {
    const frames = Math.ceil(2 ** 32 / 6)
    const header = waveHeader(frames)
    const view = new DataView(header.buffer)
    expect([text(header, 0), text(header, 8), text(header, 12)]).toEqual(['RF64', 'WAVE', 'ds64'])
    expect(view.getBigUint64(20, true)).toBe(BigInt(waveBytes(frames) - 8))
    expect(view.getBigUint64(28, true)).toBe(BigInt(frames * 6))
    expect(view.getBigUint64(36, true)).toBe(BigInt(frames))
    expect(header.length + frames * 6).toBe(waveBytes(frames))
    expect(text(waveHeader(frames - 100), 0)).toBe('RIFF')
  })
})
