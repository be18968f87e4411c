import { okAsync, ResultAsync } from 'neverthrow'

/** A lease that can be given back before it runs out. */
type HeldOnTo = {
  /** Stops renewing it. */
  abandon(): void
  /** Lets another worker take the work up at once. Its refusal changes nothing: the lease then runs out by itself. */
  giveBack(): ResultAsync<unknown, unknown>
}

/** The leases that a worker holds at this moment. */
export type HeldLeases = {
  /** Holds on to a lease until the function that it answers is called. */
  hold(lease: HeldOnTo): () => void
  /** Gives all of them back. Never refuses. */
  giveBackAll(): ResultAsync<void, never>
}

/** Holds on to leases. */
export const heldLeases = (): HeldLeases => {
  const held = new Set<HeldOnTo>()
  return {
    hold: (lease) => {
      held.add(lease)
      return () => {
        held.delete(lease)
      }
    },
    giveBackAll: () => {
      const given = [...held].map((lease) => {
        lease.abandon()
        return lease.giveBack().orElse(() => okAsync())
      })
      held.clear()
      return ResultAsync.combine(given).map(() => undefined)
    },
  }
}

/** Where nobody gives anything back. */
export const NOT_HELD: HeldLeases = { hold: () => () => undefined, giveBackAll: () => okAsync() }
