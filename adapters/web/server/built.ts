import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Assets, RenderPage } from '../contract.ts'

/** A built file, in each coding it is kept in. */
export type BuiltFile = {
  readonly type: string
  readonly codings: Readonly<Partial<Record<'br' | 'gzip' | 'identity', Uint8Array<ArrayBuffer>>>>
}

/** The page as the build left it, held in memory: less than a megabyte. */
export type BuiltPage = {
  readonly render: RenderPage
  readonly assets: Assets
  /** By name, without `/assets/`. */
  readonly files: ReadonlyMap<string, BuiltFile>
}

/** Where the build leaves the page. */
export const BUILT = join(import.meta.dirname, '../built')

/** The file in which the build writes what it was made of. */
export const SOURCE_HASH = 'source-hash.txt'

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webmanifest: 'application/manifest+json',
}

const typeOf = (name: string): string => TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'

const CODINGS = { '.br': 'br', '.gz': 'gzip' } as const

const bytesOf = async (file: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(file))

const filesIn = async (folder: string): Promise<ReadonlyMap<string, BuiltFile>> => {
  const files = new Map<string, { type: string; codings: Record<string, Uint8Array<ArrayBuffer>> }>()
  for (const name of await readdir(folder)) {
    const ending = name.endsWith('.br') || name.endsWith('.gz') ? (name.slice(-3) as keyof typeof CODINGS) : null
    const plain = ending === null ? name : name.slice(0, -3)
    const file = files.get(plain) ?? { type: typeOf(plain), codings: {} }
    file.codings[ending === null ? 'identity' : CODINGS[ending]] = await bytesOf(join(folder, name))
    files.set(plain, file)
  }
  return files
}

type Chunk = {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

const at = (file: string): string => `/${file}`

/** What the entry needs at once: its script, those it imports statically, and the styles of all. */
const assetsOf = (manifest: Manifest): Assets => {
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry === true)
  if (entry === undefined) throw new Error('the build has no entry')
  const imported = (entry.imports ?? []).map((name) => manifest[name]!)
  return {
    script: at(entry.file),
    preloads: imported.map(({ file }) => at(file)),
    styles: [entry, ...imported].flatMap(({ css = [] }) => css).map(at),
  }
}

/** Reads what `buildPage` made. Throws where nothing is built. */
export const readBuiltPage = async (folder: string = BUILT): Promise<BuiltPage> => {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const { href } = pathToFileURL(join(folder, 'server/entry.server.js'))
  // A module is loaded once by its address; another build has another one.
  const address = `${href}?${await readFile(join(folder, SOURCE_HASH), 'utf8')}`
  const server = (await import(address)) as { render: RenderPage }
  return { render: server.render, assets: assetsOf(manifest), files: await filesIn(join(folder, 'assets')) }
}
