import { lineOf, type Node, type Source } from './source.ts'

/** Where a rule of the project is broken: `path:line what`. */
export type Violation = string

/** A rule of the project. It sees sources as text and nothing else, so a test can hand it one that breaks it. */
export type Guard = {
  /** Which files it looks at. */
  readonly looksAt: (path: string) => boolean
  readonly check: (source: Source, all: readonly Source[]) => readonly Violation[]
}

/** The files a guard looks at; a guard that looks at none guards nothing. */
export const inspect = (guard: Guard, sources: readonly Source[]): readonly Violation[] => {
  const seen = sources.filter(({ path }) => guard.looksAt(path))
  return seen.length === 0 ? ['it looks at no file'] : seen.flatMap((source) => guard.check(source, sources))
}

export const violation = (source: Source, node: Node, what: string): Violation =>
  `${source.path}:${lineOf(source, node)} ${what}`

export const inRing =
  (...rings: readonly string[]) =>
  (path: string): boolean =>
    rings.some((ring) => path.startsWith(`${ring}/`))
