import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { BUILT, readBuiltPage } from '#adapters/web/server/built.ts'

const gzipped = async (address: string): Promise<number> =>
  gzipSync(await readFile(join(BUILT, address)), { level: 9 }).length

const sum = (bytes: readonly number[]): number => bytes.reduce((total, one) => total + one, 0)

/** Gzipped bytes of JavaScript: what a post asks for before anything is drawn, and all that the room ever does. */
export const sizes = async () => {
  const { assets, files } = await readBuiltPage()
  const atOnce = await Promise.all([assets.script, ...assets.preloads].map(gzipped))
  const all = await Promise.all(
    [...files.keys()].filter((name) => name.endsWith('.js')).map((name) => gzipped(`/assets/${name}`)),
  )
  return { beforeFirstPaint: sum(atOnce), room: sum(all) }
}
