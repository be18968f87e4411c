import { LRUCache } from 'lru-cache'
import { etagOf } from './sent.ts'

/** Pages as they are sent, encoded and hashed once. */
export type KeptPage = {
  /** The ETags of the answers that it was made of. */
  readonly version: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly etag: string
}

/** A page is some tens of kilobytes. */
const MOST_BYTES = 8_000_000

/**
 * Pages that were rendered for nobody in particular, by language and address. A page is made of answers of the API alone, so
 * it is right as long as their ETags, which are strong, are the same; the API is asked each time.
 */
export const keptPages = (mostBytes: number = MOST_BYTES) => {
  const kept = new LRUCache<string, KeptPage>({ maxSize: mostBytes, sizeCalculation: ({ bytes }) => bytes.length })

  /** The page for this key, rendered anew unless it was rendered of the same version. */
  return async (key: string, version: string, render: () => Promise<string>): Promise<KeptPage> => {
    const known = kept.get(key)
    if (known?.version === version) return known
    const text = await render()
    const page = { version, bytes: new TextEncoder().encode(text), etag: etagOf(text) }
    kept.set(key, page)
    return page
  }
}
