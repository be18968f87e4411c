import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

/** What a file of lines has to be. */
export type Lines = {
  readonly rows: number
  /** SHA-256 of the file. */
  readonly sha256: string
  /** The sum of the lines' own SHA-256 modulo 2^128, the same in whatever order they stand. */
  readonly digest: string
}

const MODULUS = 1n << 128n
const DIGITS = 32

/** Counts and sums up lines. */
export const lineCount = () => {
  const file = createHash('sha256')
  let [rows, sum] = [0, 0n]
  return {
    /** Returns the lines as they stand in a file. */
    add: (lines: readonly string[]): string => {
      for (const line of lines) sum += BigInt(`0x${hash('sha256', line, 'hex').slice(0, DIGITS)}`)
      rows += lines.length
      const text = lines.map((line) => `${line}\n`).join('')
      file.update(text)
      return text
    },
    rows: () => rows,
    end: (): Lines => ({
      rows,
      sha256: file.digest('hex'),
      digest: (sum % MODULUS).toString(16).padStart(DIGITS, '0'),
    }),
  }
}

/** Writes lines into a new file, and onto the disk. `onBatch` is told how many there are so far. */
export const writeLines = async (
  path: string,
  batches: AsyncIterable<readonly string[]>,
  onBatch: (rows: number) => void,
): Promise<Lines> => {
  const count = lineCount()
  const file = await open(path, 'wx')
  try {
    for await (const lines of batches) {
      await file.writeFile(count.add(lines))
      onBatch(count.rows())
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return count.end()
}

const [LINES_AT_ONCE, BYTES_AT_ONCE] = [500, 1_000_000]

/** Node's `readline` also ends lines at U+2028 and U+2029, which JSON leaves as they are. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const text of createReadStream(path, { encoding: 'utf8' })) {
    const lines = `${rest}${text as string}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

/** The lines of a file in batches. */
export async function* readLines(path: string): AsyncGenerator<readonly string[]> {
  let [batch, bytes]: [string[], number] = [[], 0]
  for await (const line of linesOf(path)) {
    batch.push(line)
    bytes += line.length
    if (batch.length < LINES_AT_ONCE && bytes < BYTES_AT_ONCE) continue
    yield batch
    ;[batch, bytes] = [[], 0]
  }
  if (batch.length > 0) yield batch
}

/** The count of what is in a file. */
export const countLines = async (path: string): Promise<Lines> => {
  const count = lineCount()
  for await (const lines of readLines(path)) count.add(lines)
  return count.end()
}
