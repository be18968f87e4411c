import { err, ok, safeTry } from 'neverthrow'
import { type LeaseLost, type RenderingMix, reportProgress, type Stage, verifyClaim } from '#domain/mix/mix.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { after, type Milliseconds } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Scheduler } from '../shared/system.ts'

/** What holding a lease needs. */
export type HoldLeaseDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'posts' | 'mixes'>
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly mixLease: Milliseconds
}

/** A lease that is renewed until it is released. */
export type HeldLease = {
  /** Passes the master's blocks on and counts them. Ends with `LeaseLost` once another worker has the mix. */
  watch<Fault>(blocks: BlockStream<Fault>): BlockStream<Fault | LeaseLost>
  /** Stops renewing; the lease then runs out. */
  readonly release: () => void
}

/** How often a lease is renewed within its duration. */
const RENEWALS_PER_LEASE = 3
const CHANNELS = 2

/** Renews the lease while the mix is rendered, and stores the progress. */
export const holdLease = (deps: HoldLeaseDependencies, claim: RenderingMix, frames: number): HeldLease => {
  let lost: LeaseLost | null = null
  let done = 0
  let stage: Stage = 'ingesting'

  const renew = (): Outcome<void, LeaseLost> =>
    deps.unitOfWork.run(({ posts, mixes }) =>
      safeTry(async function* () {
        yield* posts.byId(claim.postId)
        const now = deps.clock.now()
        const mine = yield* verifyClaim(yield* mixes.ofPost(claim.postId), claim, now)
        const progress = Math.min(100, Math.round((100 * done) / Math.max(1, frames)))
        yield* mixes.save(reportProgress(mine, { stage, progress }, after(now, deps.mixLease)))
        return ok()
      }),
    )

  const task = () =>
    renew().mapErr((refusal) => {
      if (refusal.type === 'LeaseLost') lost = refusal
      return refusal
    })

  async function* watch<Fault>(blocks: BlockStream<Fault>): BlockStream<Fault | LeaseLost> {
    for await (const block of blocks) {
      if (lost !== null) {
        yield err(lost)
        return
      }
      stage = 'mixing'
      if (block.isOk()) done += block.value.length / CHANNELS
      yield block
    }
    stage = 'encoding'
  }

  return { watch, release: deps.scheduler.every(deps.mixLease / RENEWALS_PER_LEASE, task) }
}
