import { LRUCache } from 'lru-cache'

/** Default cache size: the total length of all cached texts. A value takes a few bytes per character. */
const MAX_CACHED_CHARACTERS = 4_000_000

/** A key is cached if it is requested again before this many others are. */
const MAX_RECENT_KEYS = 1_000

type CachedView = { readonly text: string; readonly value: unknown }

/**
 * An LRU cache of values computed from texts. A value is recomputed only when the text of its key changes. A value is
 * cached at its second request: those requested once would only live long enough to burden the garbage collector.
 */
export class ViewCache {
  readonly #cached: LRUCache<string, CachedView>
  readonly #recent = new LRUCache<string, true>({ max: MAX_RECENT_KEYS })

  constructor(maxCharacters: number = MAX_CACHED_CHARACTERS) {
    this.#cached = new LRUCache({ maxSize: maxCharacters, sizeCalculation: ({ text }) => text.length })
  }

  /** `make` must depend only on the key and the text; the text must not be empty. */
  of<Value>(key: string, text: string, make: () => Value): Value {
    const known = this.#cached.get(key)
    // Keep the old text instead of the equal new one, so that the garbage collector has less to do.
    if (known?.text === text) return known.value as Value
    const value = make()
    if (this.#recent.has(key)) this.#cached.set(key, { text, value })
    else this.#recent.set(key, true)
    return value
  }
}
