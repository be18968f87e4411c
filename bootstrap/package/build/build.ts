/**
 * Builds the npm package into `dist/` (`npm run build`). See
 * docs/decisions/2026-11-30-how-the-package-is-built.md.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { buildPage, LIBRARIES } from '#adapters/web/build.ts'
import { bundle } from './bundle.ts'
import { manifestOf } from './manifest.ts'
import { entryPoints, ROOT } from './places.ts'
import { shortenMaps } from './source-maps.ts'
import { noticesOf } from './third-party.ts'

/** The docs that the package's README links to. */
const DOCS = ['embedding.md', 'writing-an-adapter.md', 'testing-with-soundhub.md']

const folder = resolve(process.argv[2] ?? join(ROOT, 'dist'))
const entries = await entryPoints()

const libraries = await bundle(folder, entries)
await shortenMaps(folder)
const web = join(folder, 'web')
await buildPage(web)
const ofThePage = JSON.parse(await readFile(join(web, LIBRARIES), 'utf8')) as readonly string[]
const all = [...libraries, ...ofThePage.map((file) => join(ROOT, file))]
await writeFile(join(folder, 'THIRD-PARTY.md'), await noticesOf(all))
await rm(join(web, LIBRARIES))
for (const file of ['LICENSE', 'CHANGELOG.md']) await copyFile(join(ROOT, file), join(folder, file))
await copyFile(join(ROOT, 'bootstrap/package/README.md'), join(folder, 'README.md'))
await mkdir(join(folder, 'docs'), { recursive: true })
for (const file of DOCS) await copyFile(join(ROOT, 'docs', file), join(folder, 'docs', file))
await writeFile(join(folder, 'package.json'), `${JSON.stringify(await manifestOf(folder, entries), null, 2)}\n`)
