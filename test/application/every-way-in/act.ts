import type { Idea } from './idea.ts'
import type { Place } from './place.ts'

/** Something that somebody does: it happens in the place and in the idea, and the two are compared. */
export type Act = {
  readonly name: string
  /** Whether it can be done at all. */
  readonly can?: (on: Idea) => boolean
  readonly run: (on: Idea, at: Place) => Promise<void>
}

/** One of them, counted from the newest. */
export const newest = <One>(all: readonly One[], back: number): One => all[all.length - 1 - (back % all.length)]!
