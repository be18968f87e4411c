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
  /**
   * Passes blocks on and counts them as progress of this stage. Ends with `LeaseLost` once another worker has the mix.
   */
  watch<Fault>(stage: Stage, frames: number, blocks: BlockStream<Fault>): BlockStream<Fault | LeaseLost>
  /** Stops renewing; the lease then runs out. */
  readonly release: () => void
}

/** How often a lease is renewed within its duration. */
const RENEWALS_PER_LEASE = 3
const CHANNELS = 2

/** Renews the lease while the mix is rendered, and stores the progress. */
export const holdLease = (deps: HoldLeaseDependencies, claim: RenderingMix): HeldLease => {
  let lost: LeaseLost | null = null
  let [done, expected] = [0, 1]
  let stage: Stage = 'ingesting'

  const renew = (): Outcome<void, LeaseLost> =>
    deps.unitOfWork.run(({ posts, mixes }) =>
      safeTry(async function* () {
        yield* posts.byId(claim.postId)
        const now = deps.clock.now()
        const mine = yield* verifyClaim(yield* mixes.ofPost(claim.postId), claim, now)
        const progress = Math.min(100, Math.round((100 * done) / expected))
        yield* mixes.save(reportProgress(mine, { stage, progress }, after(now, deps.mixLease)))
        return ok()
      }),
    )

  const task = () =>
    renew().mapErr((refusal) => {
      if (refusal.type === 'LeaseLost') lost = refusal
      return refusal
    })

  async function* watch<Fault>(
    entered: Stage,
    frames: number,
    blocks: BlockStream<Fault>,
  ): BlockStream<Fault | LeaseLost> {
    stage = entered
    done = 0
    expected = Math.max(1, frames)
    for await (const block of blocks) {
      if (lost !== null) {
        yield err(lost)
        return
      }
      if (block.isOk()) done += block.value.length / CHANNELS
      yield block
    }
  }

  return { watch, release: deps.scheduler.every(deps.mixLease / RENEWALS_PER_LEASE, task) }
}
