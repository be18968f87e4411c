import { HOME_ROWS, type HomeQueries, type HomeView, type HomeWord } from '#application/home/ports.ts'
import type { PostOrder } from '#application/post/ports.ts'
import { listedPosts, listedUsers } from './memory-queries.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'

const FIRST_ROWS = { size: HOME_ROWS, cursor: null }
const NO_FILTER = { instruments: [], genres: [] }

const filterOf = ({ kind, word }: HomeWord) =>
  kind === 'instrument' ? { ...NO_FILTER, instruments: [word] } : { ...NO_FILTER, genres: [word] }

const homeOf = (tables: Tables, filter: ReturnType<typeof filterOf> | typeof NO_FILTER): HomeView => {
  const posts = (order: PostOrder) => listedPosts(tables, { order, ...filter, page: FIRST_ROWS }).rows
  return {
    popularUsers: listedUsers(tables, { order: 'mostLiked', ...filter, page: FIRST_ROWS }).rows,
    popularPosts: posts('mostLiked'),
    recentPosts: posts('newest'),
  }
}

type Worded = { readonly instruments: readonly string[]; readonly genres: readonly string[] }

const has =
  ({ kind, word }: HomeWord) =>
  (row: Worded): boolean =>
    (kind === 'instrument' ? row.instruments : row.genres).includes(word)

export const memoryHomeQueries = (store: MemoryStore): HomeQueries => ({
  home: () => store.read((tables) => homeOf(tables, NO_FILTER)),
  ofWord: (word) =>
    store.read((tables) => ({
      ...homeOf(tables, filterOf(word)),
      totalUsers: [...tables.users.values()].filter(({ state }) => state === 'active').filter(has(word)).length,
      totalPosts: [...tables.posts.values()].filter(has(word)).length,
    })),
})
