import { err, ok, type Result } from 'neverthrow'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'

type What = Unavailable['what']

/** A record, so that none is forgotten. */
const KNOWN: Readonly<Record<What, true>> = {
  database: true,
  files: true,
  images: true,
  jobs: true,
  mail: true,
  'password hasher': true,
  clock: true,
  google: true,
  facebook: true,
  limits: true,
}

const EVERYTHING = Object.keys(KNOWN) as readonly What[]

/** Decides for every memory adapter of one world whether it is out of reach, so that an embedder can test for it. */
export type MemoryOutage = {
  /** From now on these answer `Unavailable`; none named, everything does. Acts at once, also amid an open unit. */
  breakDown(...what: readonly What[]): void
  /** These work again, with all they had before; none named, everything does. */
  repair(...what: readonly What[]): void
  /** Whether `what` is within reach. */
  check(what: What): Result<void, Unavailable>
}

export const memoryOutage = (): MemoryOutage => {
  const down = new Set<What>()
  const named = (what: readonly What[]) => (what.length === 0 ? EVERYTHING : what)
  return {
    breakDown: (...what) => named(what).forEach((one) => down.add(one)),
    repair: (...what) => named(what).forEach((one) => down.delete(one)),
    check: (what) => (down.has(what) ? err(unavailable(what, new Error(`${what}: broken down on purpose`))) : ok()),
  }
}
