import { type Guard, inRing, type Violation, violation } from './guard.ts'
import { type Import, importsOf, packageOf, pathOf } from './imports.ts'
import type { Source } from './source.ts'

type Ring = {
  /** Rings it may reach beside itself. */
  readonly rings: readonly string[]
  /** Packages it may reach; `all` includes what Node brings. */
  readonly packages: readonly string[] | 'all'
  /** Whether its folders must not know each other. */
  readonly apart: boolean
}

/** The house: arrows point inward only. */
export const RINGS: Readonly<Record<string, Ring>> = {
  domain: { rings: [], packages: ['neverthrow'], apart: false },
  application: { rings: ['domain'], packages: ['neverthrow'], apart: false },
  adapters: { rings: ['domain', 'application'], packages: 'all', apart: true },
  bootstrap: { rings: ['domain', 'application', 'adapters'], packages: 'all', apart: false },
}

/** Folders of a ring that reach fewer packages: what hosts run under their own test runner brings none along. */
const FEWER_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'adapters/testing': ['fast-check', 'neverthrow'],
}

/** The generated client is no adapter of a port: who speaks to the API may use it. */
const MAY_IMPORT: Readonly<Record<string, string>> = { 'adapters/web': 'adapters/client' }

const ringOf = (path: string): string => path.split('/')[0]!
const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/')

const mayImport = (packages: Ring['packages'], to: string): boolean =>
  packages === 'all' || packages.includes(packageOf(to))

const whyNot = (from: string, { to }: Import): string | null => {
  const own = ringOf(from)
  const ring = RINGS[own]!
  if (to === null) return own === 'domain' || own === 'application' ? 'imports what is computed' : null
  const path = pathOf(from, to)
  if (path === null)
    return mayImport(FEWER_PACKAGES[folderOf(from)] ?? ring.packages, to) ? null : `may not import ${to}`
  const other = ringOf(path)
  if (other !== own && to.startsWith('.')) return `climbs out of its ring: ${to}`
  if (other === own) {
    const isAllowed = !ring.apart || [folderOf(from), MAY_IMPORT[folderOf(from)]].includes(folderOf(path))
    return isAllowed ? null : `imports another adapter: ${to}`
  }
  return ring.rings.includes(other) ? null : `may not import ${to}`
}

const check = (source: Source): readonly Violation[] =>
  importsOf(source).flatMap((one) => {
    const why = whyNot(source.path, one)
    return why === null ? [] : [violation(source, one.node, why)]
  })

/** The arrows of one ring. */
export const arrowsOf = (ring: string): Guard => ({ looksAt: inRing(ring), check })
