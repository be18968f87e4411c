import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPage } from '#adapters/web/build.ts'
import { BUILT, SOURCE_HASH } from '#adapters/web/server/built.ts'
import { sourceHash } from '#adapters/web/server/source-hash.ts'

/** The page as the sources have it, before anything opens it. */
export default async (): Promise<void> => {
  const builtOf = await readFile(join(BUILT, SOURCE_HASH), 'utf8').catch(() => null)
  if (builtOf !== (await sourceHash())) await buildPage()
}
