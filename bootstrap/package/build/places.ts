import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** The root of the project. */
export const ROOT = resolve(import.meta.dirname, '../../..')

const FOLDER = 'bootstrap/package'

/** The file of each entry point, relative to the root, by name. */
export type EntryPoints = Readonly<Record<string, string>>

/** Every file of bootstrap/package is an entry point. */
export const entryPoints = async (): Promise<EntryPoints> => {
  const files = (await readdir(join(ROOT, FOLDER))).filter((file) => file.endsWith('.ts'))
  return Object.fromEntries(files.toSorted().map((file) => [file.slice(0, -'.ts'.length), `${FOLDER}/${file}`]))
}

/** The command `soundhub`. */
export const COMMAND = { name: 'bin/soundhub', file: `${FOLDER}/bin/soundhub.ts` }

/** Worker threads, which are started by the URLs of their files. */
export const THREADS = [
  { name: 'shared/wasm-worker', file: 'adapters/ffmpeg/wasm-worker.ts' },
  { name: 'shared/stem-worker', file: 'adapters/file-system/stem-worker.ts' },
] as const
