import { err, safeTry } from 'neverthrow'
import {
  type Claim,
  failMix,
  finishMix,
  giveUpLease,
  type LeaseLost,
  type Mix,
  masterName,
  type MixFailure,
  type NothingToRender,
  type RenderingMix,
  postponeAfterOutage,
  verifyClaim,
} from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { keepRevision, type MixRepositories } from './adopt-mix.ts'
import { isKept } from './kept-master.ts'
import type { JobEnding } from '../shared/jobs.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Scheduler } from '../shared/system.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { AudioFault } from '../track/audio.ts'
import { holdLease } from './hold-lease.ts'
import { type HeldLeases, NOT_HELD } from './held-leases.ts'
import type { MixEvents } from './ports.ts'
import { claimMix, type ClaimMixDependencies } from './claim-mix.ts'
import { writeMaster, type WriteMasterDependencies, type WrittenMaster } from './write-master.ts'

/** What rendering needs. */
export type RenderMixDependencies = Omit<ClaimMixDependencies, 'unitOfWork'> &
  Omit<WriteMasterDependencies, 'unitOfWork'> & {
    readonly unitOfWork: UnitOfWorkOn<keyof MixRepositories>
    readonly scheduler: Scheduler
    readonly mixEvents: MixEvents
    /** Where the leases are kept that a worker gives back when it stops. */
    readonly heldLeases?: HeldLeases
  }

/**
 * Renders a waiting mix and makes it the post's master, unless a newer request or another worker superseded it. Gives up
 * where a stem makes that impossible; the mix then says why.
 */
export const renderMix =
  (deps: RenderMixDependencies) =>
  (postId: PostId): Outcome<JobEnding, NothingToRender | LeaseLost | AudioFault> =>
    safeTry(async function* () {
      const claimed = yield* claimMix(deps, postId)
      const lease = holdLease(deps, claimed.mix)
      const { heldLeases = NOT_HELD } = deps
      const forget = heldLeases.hold({ abandon: lease.abandon, giveBack: () => giveBack(deps, claimed.mix) })
      const written = await writeMaster(deps, { ...claimed, name: masterName(claimed.mix) }, lease)
        .andTee(lease.release)
        .orTee(lease.release)
        .andTee(forget)
        .orTee(forget)
      if (written.isOk()) return finish(deps, claimed.mix, written.value).map((): JobEnding => 'done')
      const fault = written.error
      switch (fault.type) {
        case 'StemFailed':
          return giveUp(deps, claimed.mix, fault.reason).map((): JobEnding => 'given-up')
        case 'AudioUnavailable':
        case 'Unavailable':
          yield* postpone(deps, claimed.mix)
          return err(fault)
        case 'StemDeleted':
          return err({ type: 'LeaseLost', claim: claimed.mix } as const)
        case 'LeaseLost':
          return err(fault)
      }
    })

const finish = (deps: RenderMixDependencies, claim: Claim, written: WrittenMaster): Outcome<void, LeaseLost> =>
  safeTry(async function* () {
    const { path, recipeId, measured, isNew } = written
    const finished = await deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const post = yield* transaction.posts.byId(claim.postId)
        const now = deps.clock.now()
        const mine = yield* verifyClaim(yield* transaction.mixes.ofPost(claim.postId), claim, now)
        // Whatever the master was shared with may be gone meanwhile, and its file goes too.
        const isThere = isNew || (yield* isKept(transaction, claim.postId, path))
        if (post === null || !isThere) return err({ type: 'LeaseLost', claim } as const)
        return keepRevision(transaction, post, { ...finishMix(mine, now, measured), recipeId }, path)
      }),
    )
    if (isNew && finished.isErr() && finished.error.type === 'LeaseLost') yield* deps.blobs.remove(path)
    return finished
  })

const change = (
  deps: RenderMixDependencies,
  claim: Claim,
  anew: (mine: RenderingMix, now: Instant) => Mix,
): Outcome<void, LeaseLost> =>
  deps.unitOfWork.run(({ posts, mixes }) =>
    safeTry(async function* () {
      yield* posts.byId(claim.postId)
      const now = deps.clock.now()
      const mine = yield* verifyClaim(yield* mixes.ofPost(claim.postId), claim, now)
      return mixes.save(anew(mine, now))
    }),
  )

/** Another worker can take the mix up at once. */
const giveBack = (deps: RenderMixDependencies, claim: Claim): Outcome<void, LeaseLost> =>
  deps.unitOfWork.run(({ posts, mixes, jobs }) =>
    safeTry(async function* () {
      yield* posts.byId(claim.postId)
      const now = deps.clock.now()
      const mine = yield* verifyClaim(yield* mixes.ofPost(claim.postId), claim, now)
      yield* mixes.save(giveUpLease(mine, now))
      return jobs.add({ type: 'render-mix', postId: claim.postId })
    }),
  )

const giveUp = (deps: RenderMixDependencies, claim: Claim, reason: MixFailure): Outcome<void, LeaseLost> =>
  change(deps, claim, (mine, now) => failMix(mine, reason, now))

/** The attempt failed because something was unavailable, so the mix is retried after a delay. */
const postpone = (deps: RenderMixDependencies, claim: Claim): Outcome<void, LeaseLost> =>
  change(deps, claim, postponeAfterOutage)
