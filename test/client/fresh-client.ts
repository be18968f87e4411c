import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { CLIENT } from './place.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** What the API's document, and so the client, is made of. */
const SOURCES = ['domain', 'application', 'adapters/http', 'test/client', 'package-lock.json']

const changedAt = async (path: string): Promise<number> => {
  const found = await stat(join(ROOT, path)).catch(() => null)
  return found === null ? 0 : found.mtimeMs
}

const filesIn = async (path: string): Promise<readonly string[]> =>
  path.endsWith('.json')
    ? [path]
    : (await readdir(join(ROOT, path), { recursive: true })).map((file) => join(path, file))

/** Generates the client, unless it is younger than all it is made of. */
export const freshClient = async (): Promise<void> => {
  const files = (await Promise.all(SOURCES.map(filesIn))).flat()
  const [written, ...changes] = await Promise.all([CLIENT, ...files].map(changedAt))
  if (written! > Math.max(...changes)) return
  await promisify(execFile)(process.execPath, [join(ROOT, 'test/client/write.ts')])
}
