import { err, ok, type Result } from 'neverthrow'
import { type KnownResource, type Unavailable, unavailable } from '#application/shared/outcome.ts'

/** A record, so that the compiler notices a missing one. */
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

/** Simulates outages of the in-memory adapters. */
export type MemoryOutage = {
  /** Makes these resources, or all if none is named, answer `Unavailable`. Takes effect at once, also in an open unit of work. */
  breakDown(...what: readonly KnownResource[]): void
  /** Ends the outage of these resources, or of all. Nothing was lost. */
  repair(...what: readonly KnownResource[]): void
  /** `Unavailable` during an outage of `what`. */
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
