import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const WEB = join(import.meta.dirname, '..')

/** What the page is built from: itself, the rules that it shares with the server, and the client of the API. */
const SOURCES = ['page', 'contract.ts', '../client', '../../domain', '../../application/track/media-type.ts'].map(
  (path) => join(WEB, path),
)

const filesBelow = async (path: string): Promise<readonly string[]> => {
  if (/\.[a-z]+$/.test(path)) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  const all = await Promise.all(entries.map((entry) => filesBelow(join(path, entry.name))))
  return all.flat()
}

/** SHA-256 of all sources, by which a page that was built of older ones is recognised. */
export const sourceHash = async (): Promise<string> => {
  const files = (await Promise.all(SOURCES.map(filesBelow))).flat().toSorted()
  const hash = createHash('sha256')
  for (const content of await Promise.all(files.map((file) => readFile(file)))) hash.update(content).update('\0')
  return hash.digest('hex')
}
