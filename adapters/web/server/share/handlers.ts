import { LRUCache } from 'lru-cache'
import { feeds } from './feeds.ts'
import { oembed } from './oembed.ts'
import { robots } from './robots.ts'
import type { Handler, Site } from './site.ts'
import { sitemaps } from './sitemap.ts'
import { waveform } from './waveform.ts'

/** Media files whose size is remembered; what is at a media path never changes. */
const SIZES = 20_000

const rememberedSizes = () => {
  const sizes = new LRUCache<string, number>({ max: SIZES })
  return ({ readMedia }: Site) =>
    async (path: string): Promise<number | null> => {
      const known = sizes.get(path)
      if (known !== undefined) return known
      const file = await readMedia(path)
      if (file !== null) sizes.set(path, file.bytes)
      return file?.bytes ?? null
    }
}

/** What answers beside pages and the API, by path. */
export const handlersOf = (): readonly Handler[] => [
  robots,
  ...sitemaps(),
  ...feeds(rememberedSizes()),
  oembed,
  waveform,
]
