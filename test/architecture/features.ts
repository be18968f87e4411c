import { type Guard, inRing, type Violation, violation } from './guard.ts'
import { importsOf, pathOf } from './imports.ts'
import type { Source } from './source.ts'

/**
 * What the other features may import of each: its ports, its views, its "not found", and the steps that run inside
 * somebody else's transaction. A use case is never imported by another feature.
 */
export const OPEN: Readonly<Record<string, readonly string[] | 'everything'>> = {
  shared: 'everything',
  track: 'everything',
  image: 'everything',
  account: ['ports.ts', 'author-view.ts', 'user-view.ts', 'user-not-found.ts', 'active-author.ts'],
  post: ['ports.ts', 'post-view.ts', 'post-not-found.ts'],
  comment: ['ports.ts', 'comment-view.ts', 'comment-not-found.ts'],
  mix: ['ports.ts', 'adopt-mix.ts'],
  home: ['ports.ts'],
  message: ['ports.ts'],
  follow: ['ports.ts'],
  search: ['ports.ts'],
  idempotency: ['ports.ts', 'finish-idempotent-request.ts'],
}

type Place = { readonly folder: string | null; readonly file: string }

const placeOf = (path: string): Place => {
  const parts = path.split('/').slice(1)
  return parts.length > 1 ? { folder: parts[0]!, file: parts.slice(1).join('/') } : { folder: null, file: parts[0]! }
}

const whyNot = (from: Place, to: Place): string | null => {
  if (from.folder === null || from.folder === to.folder) return null
  if (to.folder === null) return `imports what knows every feature: ${to.file}`
  const open = OPEN[to.folder] ?? []
  if (open === 'everything' || open.includes(to.file)) return null
  return `imports what is another feature's own: ${to.folder}/${to.file}`
}

const targetsOf = (source: Source) =>
  importsOf(source).flatMap(({ to, node }) => {
    const path = to === null ? null : pathOf(source.path, to)
    return path === null ? [] : [{ path, node }]
  })

const checkFeatures = (source: Source): readonly Violation[] => {
  const own = placeOf(source.path)
  const unknown = own.folder === null || own.folder in OPEN ? [] : [`${source.path}:1 lies in a folder without a rule`]
  const reached = targetsOf(source).filter(({ path }) => inRing('application')(path))
  return [
    ...unknown,
    ...reached.flatMap(({ path, node }) => {
      const why = whyNot(own, placeOf(path))
      return why === null ? [] : [violation(source, node, why)]
    }),
  ]
}

/** No feature knows another one's use cases. */
export const featuresAreApart: Guard = { looksAt: inRing('application'), check: checkFeatures }

const domainFolder = (path: string): string => placeOf(path).folder ?? ''

/** Whether `to` is reached from `from` over any number of folders. */
const reaches = (arrows: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean => {
  const seen = new Set<string>()
  const left = [from]
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    if (folder === to) return true
    if (!seen.has(folder)) left.push(...(arrows.get(folder) ?? []))
    seen.add(folder)
  }
  return false
}

const arrowsBetween = (sources: readonly Source[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const arrows = new Map<string, Set<string>>()
  for (const source of sources.filter(({ path }) => inRing('domain')(path))) {
    const own = domainFolder(source.path)
    const others = targetsOf(source).map(({ path }) => domainFolder(path))
    arrows.set(own, new Set([...(arrows.get(own) ?? []), ...others.filter((other) => other !== own)]))
  }
  return arrows
}

/** Folders of the domain may know each other, never in a circle. */
export const domainHasNoCircle: Guard = {
  looksAt: inRing('domain'),
  check: (source, all) => {
    const arrows = arrowsBetween(all)
    const own = domainFolder(source.path)
    return targetsOf(source)
      .filter(({ path }) => domainFolder(path) !== own && reaches(arrows, domainFolder(path), own))
      .map(({ path, node }) => violation(source, node, `closes a circle: ${path} leads back to ${own}`))
  },
}
