import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type SourceMap = { readonly sources: readonly string[]; readonly mappings: string }

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Encodes the numbers of a segment as base64 VLQ (ECMA-426, §9.1). */
const numbersOf = (segment: string): readonly number[] => {
  const numbers: number[] = []
  let [value, shift] = [0, 0]
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit)
    value += (bits & 31) << shift
    shift += 5
    if ((bits & 32) !== 0) continue
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1)
    ;[value, shift] = [0, 0]
  }
  return numbers
}

const written = (number: number): string => {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1
  let text = ''
  do {
    const bits = rest & 31
    rest >>= 5
    text += DIGITS[rest > 0 ? bits | 32 : bits]
  } while (rest > 0)
  return text
}

type Position = readonly [column: number, source: number, line: number, sourceColumn: number]

/** One mapping per line: where it begins in the sources. */
export const lineStartsOf = (mappings: string): string => {
  let [source, line, sourceColumn] = [0, 0, 0]
  let before: Position = [0, 0, 0, 0]
  return mappings
    .split(';')
    .map((segments) => {
      let column = 0
      let first: Position | null = null
      for (const segment of segments === '' ? [] : segments.split(',')) {
        const [columns, sources, lines, sourceColumns] = numbersOf(segment)
        column += columns ?? 0
        if (sources === undefined) continue
        source += sources
        line += lines ?? 0
        sourceColumn += sourceColumns ?? 0
        first ??= [column, source, line, sourceColumn]
      }
      if (first === null) return ''
      const [, lastSource, lastLine, lastColumn] = before
      before = first
      return [first[0], first[1] - lastSource, first[2] - lastLine, first[3] - lastColumn].map(written).join('')
    })
    .join(';')
}

/** The path of a source relative to the root, such as `adapters/http/app.ts`. */
const placeOf = (source: string, map: string): string =>
  '../'.repeat(map.split('/').length - 1) + source.replace(/^(\.\.\/)+/, '')

/** Whether the map belongs to the minified libraries. */
const isOfLibraries = ({ sources }: SourceMap): boolean => sources.some((source) => source.includes('node_modules/'))

const forget = async (map: string): Promise<void> => {
  const code = map.slice(0, -'.map'.length)
  await writeFile(code, (await readFile(code, 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'))
  await rm(map)
}

/** Reduces each map to one position per line, which is all that a stack trace of readable code needs. */
export const shortenMaps = async (folder: string): Promise<void> => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.map'))
  for (const name of files) {
    const file = join(folder, name)
    const map = JSON.parse(await readFile(file, 'utf8')) as SourceMap
    const sources = map.sources.map((source) => placeOf(source, name))
    const short = { version: 3, sources, names: [], mappings: lineStartsOf(map.mappings) }
    await (isOfLibraries(map) ? forget(file) : writeFile(file, JSON.stringify(short)))
  }
}
