import type { MediaIndex } from '#application/track/staging-and-blob-store.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** Every path in any row counts as referenced, so that no kind of file is forgotten. Paths in queued jobs do not count. */
const namedIn = ({ jobs: _jobs, ...tables }: Tables): ReadonlySet<string> =>
  new Set(Object.values(tables).flatMap((table) => [...table.values()].flatMap(textsIn)))

export const memoryMediaIndex = (store: MemoryStore): MediaIndex => ({
  named: (paths) =>
    store.read((tables) => {
      const named = namedIn(tables)
      return paths.filter((path) => named.has(path))
    }),
})
