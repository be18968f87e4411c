import { LRUCache } from 'lru-cache'
import { etagOf } from './sent.ts'

/** A page as it is sent, encoded and hashed once. */
export type KeptPage = { readonly bytes: Uint8Array<ArrayBuffer>; readonly etag: string }

export const pageOf = (text: string): KeptPage => ({ bytes: new TextEncoder().encode(text), etag: etagOf(text) })

/** A page is some tens of kilobytes. */
const MOST_BYTES = 8_000_000

/** `version` is the ETags of the answers that it was made of. */
type Kept = { readonly version: string; readonly page: KeptPage }

/**
 * Pages that were rendered for nobody in particular, by language and address. A page is made of answers of the API alone, so
 * it is right as long as their ETags, which are strong, are the same; the API is asked each time.
 */
export const keptPages = (mostBytes: number = MOST_BYTES) => {
  const kept = new LRUCache<string, Kept>({ maxSize: mostBytes, sizeCalculation: ({ page }) => page.bytes.length })

  /** The page for this key, rendered anew unless it was rendered of the same version. */
  return async (key: string, version: string, render: () => Promise<string>): Promise<KeptPage> => {
    const known = kept.get(key)
    if (known?.version === version) return known.page
    const page = pageOf(await render())
    kept.set(key, { version, page })
    return page
  }
}
