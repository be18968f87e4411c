import { err, ok, safeTry } from 'neverthrow'
import { type LeaseLost, type RenderingMix, reportProgress, type Stage, verifyClaim } from '#domain/mix/mix.ts'
import { type BlockStream, CHANNELS } from '#domain/sound/block.ts'
import { after, type Instant, type Milliseconds } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Scheduler } from '../shared/system.ts'
import type { MixEvents } from './ports.ts'

/** What holding a lease needs. */
export type HoldLeaseDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'posts' | 'mixes'>
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly mixEvents: MixEvents
  readonly mixLease: Milliseconds
}

/** A lease that is renewed until it is released. */
export type HeldLease = {
  /**
   * Passes blocks on and counts them as progress of this stage, which is published (see {@link PUBLISH_INTERVAL}). Ends with
   * `LeaseLost` once another worker has the mix.
   */
  watch<Fault>(stage: Stage, frames: number, blocks: BlockStream<Fault>): BlockStream<Fault | LeaseLost>
  /** Stops renewing; the lease then runs out. */
  readonly release: () => void
  /** The same, and ends what is watched with `LeaseLost`: the lease was given back. */
  readonly abandon: () => void
}

/** How often a lease is renewed within its duration. */
export const RENEWALS_PER_LEASE = 3

/** Progress within a stage is published at most so often, and only if the percentage is another one. */
export const PUBLISH_INTERVAL: Milliseconds = 250

/** Renews the lease while the mix is rendered, stores the progress, and publishes it in between. */
export const holdLease = (deps: HoldLeaseDependencies, claim: RenderingMix): HeldLease => {
  let lost: LeaseLost | null = null
  let [done, expected] = [0, 1]
  let stage: Stage = 'ingesting'
  let published: { readonly stage: Stage; readonly progress: number; readonly at: Instant } | null = null
  let publishing: Promise<void> | null = null

  const progressNow = (): number => Math.min(100, Math.round((100 * done) / expected))

  const isDue = (progress: number, now: Instant): boolean =>
    published?.stage !== stage ||
    (published.progress !== progress && Math.abs(now - published.at) >= PUBLISH_INTERVAL && publishing === null)

  /** Not waited for: a slow database must not slow the mix, and an event that is lost is made up for by the next one. */
  const publish = (): void => {
    const [progress, now] = [progressNow(), deps.clock.now()]
    if (!isDue(progress, now)) return
    published = { stage, progress, at: now }
    const { postId, revision, attempt } = claim
    const ended = (): void => {
      publishing = null
    }
    publishing = deps.mixEvents
      .publish({ type: 'MixProgressed', postId, revision, attempt, stage, progress })
      .match(ended, ended)
  }

  const renew = (): Outcome<void, LeaseLost> =>
    deps.unitOfWork.run(({ posts, mixes }) =>
      safeTry(async function* () {
        yield* posts.byId(claim.postId)
        const now = deps.clock.now()
        const mine = yield* verifyClaim(yield* mixes.ofPost(claim.postId), claim, now)
        yield* mixes.save(reportProgress(mine, { stage, progress: progressNow() }, after(now, deps.mixLease)))
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
    publish()
    for await (const block of blocks) {
      if (lost !== null) {
        yield err(lost)
        return
      }
      if (block.isOk()) done += block.value.length / CHANNELS
      publish()
      yield block
    }
  }

  const release = deps.scheduler.every(deps.mixLease / RENEWALS_PER_LEASE, task)
  const abandon = (): void => {
    release()
    lost = { type: 'LeaseLost', claim }
  }
  return { watch, release, abandon }
}
