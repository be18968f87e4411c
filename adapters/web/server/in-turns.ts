type Turn<Value> = { readonly running: Promise<unknown>; next: Promise<Value> | null }

/**
 * Makes one value at a time for each key, for all who ask. Whoever asks while one is being made gets the next, which is begun
 * once that one is there: so nobody gets what was read before they asked, and a crowd is as much work as one.
 */
export const inTurns = <Value>() => {
  const turns = new Map<string, Turn<Value>>()

  const begin = (key: string, make: () => Promise<Value>): Promise<Value> => {
    const value = make()
    const running = value.catch(() => undefined)
    const turn: Turn<Value> = { running, next: null }
    turns.set(key, turn)
    void running.finally(() => (turn.next === null ? turns.delete(key) : undefined))
    return value
  }

  return (key: string, make: () => Promise<Value>): Promise<Value> => {
    const turn = turns.get(key)
    if (turn === undefined) return begin(key, make)
    turn.next ??= turn.running.then(() => begin(key, make))
    return turn.next
  }
}
