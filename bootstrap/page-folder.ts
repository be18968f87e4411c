import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BUILT, SOURCE_HASH } from '#adapters/web/server/built.ts'
import { sourceHash } from '#adapters/web/server/source-hash.ts'
import type { Log } from './log.ts'

/** Where the page was built of the sources as they are. It is not known where only the server is, without the client. */
const isFresh = async (): Promise<boolean> => {
  const builtOf = await readFile(join(BUILT, SOURCE_HASH), 'utf8').catch(() => null)
  return builtOf !== null && builtOf === (await sourceHash().catch(() => null))
}

/**
 * The folder of the built page. It is built anew where its sources changed and it can be built: in a checkout that was updated
 * since `npm ci`, not in an image. The npm package has another module in the place of this one.
 */
export const pageFolder = async (log: Log): Promise<string> => {
  if (await isFresh()) return BUILT
  const build = await import('#adapters/web/build.ts').catch(() => null)
  if (build === null) return BUILT
  log.info({}, 'building the page')
  await build.buildPage()
  return BUILT
}
