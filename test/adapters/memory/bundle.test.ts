import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** What a page downloads to have all of Soundhub in it. */
const MOST_BYTES = 77_000

const ENTRY = `
  export { soundhub } from '#application/soundhub.ts'
  export { memoryPorts } from '#adapters/memory/memory-ports.ts'`

/** The entry and all it needs, as one file for a browser. */
const bundled = async (entry: string) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: entry, resolveDir: ROOT, loader: 'ts' },
    platform: 'browser',
    format: 'esm',
    target: 'es2024',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  return { text: outputFiles[0]!.text, imports: Object.values(metafile.outputs).flatMap(({ imports }) => imports) }
}

it('is one file for a page, with the core and every port in memory, and not a large one', async () => {
  const { text, imports } = await bundled(ENTRY)
  const { length } = gzipSync(text, { level: 9 })
  console.info(`core and memory for a page: ${text.length} bytes, ${length} gzipped`)
  expect(imports).toEqual([])
  expect(length).toBeLessThanOrEqual(MOST_BYTES)
})

it('would not be built if it needed Node', async () => {
  const withNode = `${ENTRY}; export { SystemDigest } from '#adapters/system/system-digest.ts'`
  await expect(bundled(withNode)).rejects.toThrow('node:crypto')
})
