import { join, posix } from 'node:path'
import { esmExternalRequirePlugin } from 'rolldown/plugins'
import { minify } from 'rolldown/utils'
import { build, type TsdownPlugin } from 'tsdown'
import { COMMAND, type EntryPoints, ROOT, THREADS } from './places.ts'

/** Small libraries of the HTTP adapter. They are bundled, so that a host installs only hono and zod. */
const INLINED = [
  '@asteasolutions/zod-to-openapi',
  '@fastify/busboy',
  '@hono/zod-openapi',
  '@hono/zod-validator',
  'client-zip',
  'ipaddr.js',
  'openapi3-ts',
  'range-parser',
]

const LIBRARIES = 'http-libraries'

const isDeclaration = (id: string): boolean => /\.d\.[cm]?ts$/.test(id)
const isLibrary = (id: string): boolean => id.includes('/node_modules/') && !isDeclaration(id)
const isOf = (ring: string) => (id: string) => id.startsWith(join(ROOT, ring, '/'))

/** Few chunks, because each file takes up whole disk blocks. */
const GROUPS = [
  { name: LIBRARIES, test: isLibrary },
  ...['domain', 'application'].flatMap((ring) => [
    { name: ring, test: (id: string) => isOf(ring)(id) && !isDeclaration(id) },
    { name: `${ring}.d`, test: (id: string) => isOf(ring)(id) && isDeclaration(id) },
  ]),
]

/** Replacements for modules that not every host should have to install. */
const REPLACED: Readonly<Record<string, string>> = {
  'swagger-ui-dist/absolute-path.js': 'swagger-ui-folder.ts',
  './page-folder.ts': 'page-folder.ts',
  yaml: 'no-yaml.ts',
}

const replacements: TsdownPlugin = {
  name: 'soundhub:replacements',
  resolveId: {
    order: 'pre',
    handler: (specifier) => {
      const file = REPLACED[specifier]
      return file === undefined ? null : join(import.meta.dirname, file)
    },
  },
}

const MODULE_OF_NODE = 'import "node:module";\n'

/** Removes an unused import of a Node module from the bundler's helpers, which every entry point may load. */
const runsAnywhere: TsdownPlugin = {
  name: 'soundhub:runs-anywhere',
  renderChunk: (code, chunk) =>
    chunk.name === 'rolldown-runtime' && code.includes(MODULE_OF_NODE)
      ? { code: code.replace(MODULE_OF_NODE, ''), map: null }
      : null,
}

/** Minifies bundled libraries, which nobody debugs here. */
const shortLibraries: TsdownPlugin = {
  name: 'soundhub:short-libraries',
  renderChunk: async (code, chunk) => {
    if (chunk.name !== LIBRARIES) return null
    return { code: (await minify(chunk.fileName, code, { module: true })).code, map: null }
  },
}

/** Adapts the URLs of worker threads, whose files move in the build. */
const findsThreads = (): TsdownPlugin => {
  const found = new Set<string>()
  const adapted = (code: string, from: string, { name, file }: (typeof THREADS)[number]): string => {
    const source = `./${posix.basename(file)}`
    if (!code.includes(source)) return code
    found.add(name)
    const path = posix.relative(posix.dirname(from), `${name}.js`)
    return code.replace(source, path.startsWith('.') ? path : `./${path}`)
  }
  return {
    name: 'soundhub:finds-threads',
    renderChunk(code, { name, fileName }) {
      const all = THREADS.filter((thread) => thread.name !== name)
      return { code: all.reduce((text, thread) => adapted(text, fileName, thread), code), map: null }
    },
    generateBundle() {
      for (const { name, file } of THREADS)
        if (!found.has(name)) this.error(`nothing starts ${file} by its URL any more`)
    },
  }
}

/** Writes code and declarations of every entry point. Returns the files of the bundled libraries. */
export const bundle = async (folder: string, entries: EntryPoints): Promise<readonly string[]> => {
  const { bundles } = await build({
    config: false,
    cwd: ROOT,
    entry: {
      ...entries,
      [COMMAND.name]: COMMAND.file,
      ...Object.fromEntries(THREADS.map(({ name, file }) => [name, file])),
    },
    outDir: folder,
    tsconfig: 'bootstrap/tsconfig.json',
    target: 'node22',
    fixedExtension: false,
    hash: false,
    sourcemap: true,
    dts: { entry: Object.values(entries) },
    deps: { neverBundle: true, alwaysBundle: INLINED.map((name) => new RegExp(`^${name}(/|$)`)), onlyBundle: INLINED },
    plugins: [
      // Turns `require` of Node modules in libraries into imports.
      esmExternalRequirePlugin({ external: [/^node:/] }),
      replacements,
      shortLibraries,
      runsAnywhere,
      findsThreads(),
    ],
    outputOptions: {
      chunkFileNames: 'shared/[name].js',
      codeSplitting: { groups: GROUPS },
      // Doc comments are in the declarations, where editors find them.
      comments: { legal: true, annotation: true, jsdoc: false },
      sourcemapExcludeSources: true,
      polyfillRequire: false,
    },
    logLevel: 'warn',
    failOnWarn: true,
    report: false,
    checks: { bundlerTimings: false },
    // The compiler is pinned; this is for the next version.
    suppressWarnings: [/`tsgo` generator on TypeScript 7\.0 is deprecated/],
  })
  const modules = bundles
    .flatMap(({ chunks }) => chunks)
    .flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  return [...new Set(modules)].filter(isLibrary)
}
