import { readdir, readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { COMMAND, type EntryPoints, ROOT } from './places.ts'

type Versions = Readonly<Record<string, string>>

/** The only dependency of the core. */
const CORE = 'neverthrow'

/** Resolved by name at run time, so no import names them. */
const LOOKED_FOR = ['@ffmpeg/core', 'ffmpeg-static', 'swagger-ui-dist']

/** Used by declarations without an import. Any version will do, because it depends on the host's Node. */
const NODE_TYPES = '@types/node'

const NODE = '>=22'

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** The modules that a built file or declaration imports. */
const importsOf = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(file, 'utf8')
  const { module } = parseSync(file, text)
  // What is no text, is worked out while it runs, and is a file.
  const dynamic = module.dynamicImports
    .map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
    .filter((request) => /^['"`]/.test(request))
    .map((request) => request.slice(1, -1))
  const reexported = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value))
  const all = [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...dynamic, ...reexported]
  return all.filter((specifier) => specifier !== undefined).filter((specifier) => /^[@a-z]/.test(specifier))
}

const packagesOf = async (folder: string): Promise<readonly string[]> => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file))
  const imports = await Promise.all(files.map((file) => importsOf(join(folder, file))))
  const specifiers = imports.flat().filter((specifier) => !isBuiltin(specifier))
  return [...new Set([...specifiers.map(packageOf), ...LOOKED_FOR, NODE_TYPES])].toSorted()
}

const pathsOf = (name: string) => ({ types: `./${name}.d.ts`, default: `./${name}.js` })

/** The published package.json. Every library except neverthrow is an optional peer. */
export const manifestOf = async (folder: string, entries: EntryPoints): Promise<object> => {
  const root = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly [field: string]: unknown
    readonly dependencies: Versions
    readonly devDependencies: Versions
    readonly optionalDependencies: Versions
  }
  const versions: Versions = { ...root.devDependencies, ...root.optionalDependencies, ...root.dependencies }
  const peers = (await packagesOf(folder)).filter((name) => name !== CORE)
  const unknown = peers.filter((name) => versions[name] === undefined)
  if (unknown.length > 0) throw new Error(`imported, but of no version in package.json: ${unknown.join(', ')}`)
  const rangeOf = (name: string): string => (name === NODE_TYPES ? NODE : `^${versions[name]}`)
  const { soundhub: _, ...others } = entries
  return {
    name: root['name'],
    version: root['version'],
    description: root['description'],
    license: root['license'],
    type: 'module',
    sideEffects: false,
    engines: { node: NODE },
    bin: { soundhub: `./${COMMAND.name}.js` },
    exports: {
      '.': pathsOf('soundhub'),
      ...Object.fromEntries(Object.keys(others).map((name) => [`./${name}`, pathsOf(name)])),
      './package.json': './package.json',
    },
    dependencies: { [CORE]: rangeOf(CORE) },
    peerDependencies: Object.fromEntries(peers.map((name) => [name, rangeOf(name)])),
    peerDependenciesMeta: Object.fromEntries(peers.map((name) => [name, { optional: true }])),
  }
}
