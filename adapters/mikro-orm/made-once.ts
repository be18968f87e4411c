/** Characters of all texts together whose values are kept, unless it is said otherwise; a value takes a few bytes each. */
const MOST_KEPT = 4_000_000

type Kept = { readonly text: string; readonly value: unknown }

/**
 * Values that are made of texts, and not made again while the text under their key is the same. Those that were not asked
 * for the longest are let go.
 */
export class MadeOnce {
  readonly #most: number
  readonly #kept = new Map<string, Kept>()
  #characters = 0

  constructor(most: number = MOST_KEPT) {
    this.#most = most
  }

  /** The value is a pure function of the key and the text. */
  of<Value>(key: string, text: string, make: () => Value): Value {
    const known = this.#kept.get(key)
    if (known !== undefined) this.#forget(key, known)
    // The text that was there, not the one that came: what stays where it is costs the collector nothing.
    const entry = known?.text === text ? known : { text, value: make() }
    this.#kept.set(key, entry)
    this.#characters += text.length
    for (const [oldest, one] of this.#kept) {
      if (this.#characters <= this.#most) break
      this.#forget(oldest, one)
    }
    return entry.value as Value
  }

  #forget(key: string, { text }: Kept): void {
    this.#kept.delete(key)
    this.#characters -= text.length
  }
}
