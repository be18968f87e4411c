import { computed, signal } from '@preact/signals'

/** Steps that can be taken back. */
const MOST_STEPS = 500

/** A value that is changed in steps, each of which can be undone and redone. */
export const newHistory = <Value>(first: Value) => {
  const past = signal<readonly Value[]>([])
  const value = signal(first)
  const future = signal<readonly Value[]>([])
  /** What the last step changed: further ones that change the same, as a fader does on its way, are one step. */
  let touched: string | null = null

  /** Changes the value. Steps with the same name that follow each other are undone together, until `settle`. */
  const change = (next: Value, name: string | null = null): void => {
    if (name === null || name !== touched) past.value = [...past.value, value.value].slice(-MOST_STEPS)
    touched = name
    value.value = next
    future.value = []
  }

  const undo = (): void => {
    const last = past.value.at(-1)
    if (last === undefined) return
    future.value = [value.value, ...future.value]
    past.value = past.value.slice(0, -1)
    value.value = last
    touched = null
  }

  const redo = (): void => {
    const [next, ...rest] = future.value
    if (next === undefined) return
    past.value = [...past.value, value.value]
    future.value = rest
    value.value = next
    touched = null
  }

  /** Ends a step: the next change begins one of its own. */
  const settle = (): void => {
    touched = null
  }

  return {
    value,
    change,
    settle,
    undo,
    redo,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
  }
}
