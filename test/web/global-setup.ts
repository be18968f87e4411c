import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPage } from '#adapters/web/build.ts'
import { BUILT, SOURCE_HASH } from '#adapters/web/server/built.ts'
import { sourceHash } from '#adapters/web/server/source-hash.ts'

/** Tests see the page as its sources are now; it is built once for all files, before any of them reads it. */
export const setup = async (): Promise<void> => {
  const builtOf = await readFile(join(BUILT, SOURCE_HASH), 'utf8').catch(() => null)
  if (builtOf !== (await sourceHash())) await buildPage()
}
