import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build, type InlineConfig, type Plugin } from 'vite'
import { BUILT, SOURCE_HASH } from './server/built.ts'
import { sourceHash } from './server/source-hash.ts'

const PAGE = join(import.meta.dirname, 'page')

/** Compressing what is smaller does not pay. */
const SMALL = 1_000

/** The file in which the build lists what of other packages it contains, from their node_modules on. */
export const LIBRARIES = 'libraries.json'

const collecting = (libraries: Set<string>): Plugin => ({
  name: 'soundhub:libraries',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue
      for (const id of chunk.moduleIds) {
        const at = id.indexOf('/node_modules/')
        if (at !== -1) libraries.add(id.slice(at + 1).replace(/\?.*$/, ''))
      }
    }
  },
})

const configOf = (libraries: Set<string>): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  root: PAGE,
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [collecting(libraries)],
  worker: { format: 'es', plugins: () => [collecting(libraries)] },
})

const buildClient = (base: InlineConfig, outDir: string, isForDevelopment: boolean) =>
  build({
    ...base,
    build: {
      outDir,
      emptyOutDir: true,
      manifest: 'manifest.json',
      minify: !isForDevelopment,
      sourcemap: isForDevelopment,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2022',
      rollupOptions: { input: join(PAGE, isForDevelopment ? 'entry.dev.tsx' : 'entry.client.tsx') },
    },
  })

const buildServer = (base: InlineConfig, outDir: string) =>
  build({
    ...base,
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      ssr: true,
      target: 'node22',
      rollupOptions: { input: join(PAGE, 'entry.server.tsx'), output: { entryFileNames: '[name].js' } },
    },
  })

const compress = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!/\.(?:js|css|svg|webmanifest)$/.test(name)) continue
    const file = join(folder, name)
    const bytes = await readFile(file)
    if (bytes.length < SMALL) continue
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, quality))
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
  }
}

/** Builds the page: the scripts and styles of the browser, and the bundle that renders on the server. */
export const buildPage = async (
  into: string = BUILT,
  { isForDevelopment = false }: { readonly isForDevelopment?: boolean } = {},
): Promise<void> => {
  const hash = await sourceHash()
  // Beside the old one and then in its place, so that a server that starts meanwhile finds a whole one.
  const fresh = `${into}.${process.pid}`
  const libraries = new Set<string>()
  const base = configOf(libraries)
  await buildClient(base, fresh, isForDevelopment)
  await buildServer(base, join(fresh, 'server'))
  if (!isForDevelopment) await compress(join(fresh, 'assets'))
  await writeFile(join(fresh, LIBRARIES), JSON.stringify([...libraries].toSorted()))
  await writeFile(join(fresh, SOURCE_HASH), hash)
  await rm(into, { recursive: true, force: true })
  await rename(fresh, into)
}

if (import.meta.main) await buildPage()
