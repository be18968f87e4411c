import { err, ok, safeTry } from 'neverthrow'
import { type LeaseLost, type RenderingMix, reportProgress, type Stage, stillMine } from '#domain/mix/mix.ts'
import type { BlockStream } from '#domain/mix/mixer.ts'
import { after, type Milliseconds } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Pulse } from '../shared/world.ts'

/** What holding a lease needs. */
export type HoldLeaseAsks = {
  readonly unitOfWork: UnitOfWorkOn<'posts' | 'mixes'>
  readonly clock: Clock
  readonly pulse: Pulse
  readonly mixLease: Milliseconds
}

/** A lease that is renewed until it is let go. */
export type HeldLease = {
  /** Passes the master's blocks on and counts them; ends with `LeaseLost` once the mix is another worker's. */
  watch<Fault>(blocks: BlockStream<Fault>): BlockStream<Fault | LeaseLost>
  /** Renews it no longer; it ends by itself. */
  readonly letGo: () => void
}

/** Sign of life a lease. */
const BEATS = 3
const CHANNELS = 2

/** Renews the lease while the mix is rendered, and writes down how far it is. */
export const holdLease = (asks: HoldLeaseAsks, claim: RenderingMix, frames: number): HeldLease => {
  let lost: LeaseLost | null = null
  let done = 0
  let stage: Stage = 'ingesting'

  const renew = (): Outcome<void, LeaseLost> =>
    asks.unitOfWork.run(({ posts, mixes }) =>
      safeTry(async function* () {
        yield* posts.byId(claim.postId)
        const now = asks.clock.now()
        const mine = yield* stillMine(yield* mixes.ofPost(claim.postId), claim, now)
        const progress = Math.min(100, Math.round((100 * done) / Math.max(1, frames)))
        yield* mixes.save(reportProgress(mine, { stage, progress }, after(now, asks.mixLease)))
        return ok()
      }),
    )

  const beat = () =>
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

  return { watch, letGo: asks.pulse.every(asks.mixLease / BEATS, beat) }
}
