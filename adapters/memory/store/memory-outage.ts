import { err, ok, type Result } from 'neverthrow'
import { type KnownResource, type Unavailable, unavailable } from '#application/shared/outcome.ts'

/** A record, so that none is forgotten. */
const KNOWN: Readonly<Record<KnownResource, true>> = {
  database: true,
  files: true,
  images: true,
  jobs: true,
  mail: true,
  'password hasher': true,
  clock: true,
  digest: true,
  google: true,
  facebook: true,
  limits: true,
}

const EVERYTHING = Object.keys(KNOWN) as readonly KnownResource[]

/** Decides for every memory adapter of one world whether it is out of reach, so that an embedder can test for it. */
export type MemoryOutage = {
  /** From now on these answer `Unavailable`; none named, everything does. Acts at once, also amid an open unit. */
  breakDown(...what: readonly KnownResource[]): void
  /** These work again, with all they had before; none named, everything does. */
  repair(...what: readonly KnownResource[]): void
  /** Whether `what` is within reach. */
  check(what: KnownResource): Result<void, Unavailable>
}

const named = (what: readonly KnownResource[]) => (what.length === 0 ? EVERYTHING : what)

export const memoryOutage = (): MemoryOutage => {
  const down = new Set<KnownResource>()
  return {
    breakDown: (...what) => named(what).forEach((one) => down.add(one)),
    repair: (...what) => named(what).forEach((one) => down.delete(one)),
    check: (what) => (down.has(what) ? err(unavailable(what, new Error(`${what}: broken down on purpose`))) : ok()),
  }
}
