import { LRUCache } from 'lru-cache'

/** Characters of all texts together whose values are kept, unless it is said otherwise; a value takes a few bytes each. */
const MAX_CACHED_CHARACTERS = 4_000_000

/** What is asked for again before so many others are is worth keeping. */
const REMEMBERED = 1_000

type CachedView = { readonly text: string; readonly value: unknown }

/**
 * Values that are made of texts, and not made again while the text under their key is the same. Nothing is kept before it is
 * asked for a second time: what passes by once would only become old for the collector to find. Those that were not asked
 * for the longest are let go.
 */
export class ViewCache {
  readonly #kept: LRUCache<string, CachedView>
  readonly #asked = new LRUCache<string, true>({ max: REMEMBERED })

  constructor(most: number = MAX_CACHED_CHARACTERS) {
    this.#kept = new LRUCache({ maxSize: most, sizeCalculation: ({ text }) => text.length })
  }

  /** The value is a pure function of the key and the text, which is not empty. */
  of<Value>(key: string, text: string, make: () => Value): Value {
    const known = this.#kept.get(key)
    // The text that was there, not the one that came: what stays where it is costs the collector nothing.
    if (known?.text === text) return known.value as Value
    const value = make()
    if (this.#asked.has(key)) this.#kept.set(key, { text, value })
    else this.#asked.set(key, true)
    return value
  }
}
