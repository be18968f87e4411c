import { readFileSync } from 'node:fs'
import wabt from 'wabt'

const read = (file: string): string => readFileSync(new URL(`../../../domain/sound/${file}`, import.meta.url), 'utf8')

/** The factors of the bound in TypeScript and in WebAssembly. No sound tells whether these are a little too small. */
export const factorsOfBounds = (): readonly (readonly number[])[] =>
  [
    [read('oversampling.ts'), /([\d.]+) \* (?:level|step)/g] as const,
    [read('kernels.wat'), /f64\.mul \(f64\.const ([\d.]+)\) \(local\.get \$(?:level|step)/g] as const,
  ].map(([text, factor]) => [...new Set([...text.matchAll(factor)].map(([, digits]) => Number(digits)))])

/** What is assembled: `<name>.wat` to `<name>-binary.ts`. */
export const SOURCES = ['kernels', 'flac-kernels'] as const

/** A source as WebAssembly, in hexadecimal digits. */
export const assembled = async (name: (typeof SOURCES)[number]): Promise<string> => {
  const assembler = await wabt()
  return Buffer.from(assembler.parseWat(name, read(`${name}.wat`)).toBinary({}).buffer).toString('hex')
}
