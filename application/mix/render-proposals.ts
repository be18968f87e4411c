import { err, ok, okAsync, safeTry } from 'neverthrow'
import type { MixProposal, RenderedSound } from '#domain/mix/mix-proposal.ts'
import type { MixFailure } from '#domain/mix/mix.ts'
import {
  holdProposal,
  isQueued,
  nextToRender,
  ofRecipe,
  postponeProposal,
  proposalName,
  type QueuedProposal,
  startProposals,
} from '#domain/mix/proposal-rendering.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId } from '#domain/shared/id.ts'
import { after, type Instant, type Milliseconds } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Clock, Scheduler } from '../shared/system.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { AudioFault } from '../track/audio.ts'
import { type HeldLeases, NOT_HELD } from './held-leases.ts'
import { type HeldLease, RENEWALS_PER_LEASE } from './hold-lease.ts'
import { isKept } from './kept-master.ts'
import { writeMaster, type WriteMasterDependencies, type WrittenMaster } from './write-master.ts'

type Repositories = 'posts' | 'comments' | 'mixRevisions' | 'mixProposals' | 'jobs'

/** What rendering proposals needs. */
export type RenderProposalsDependencies = Omit<WriteMasterDependencies, 'unitOfWork'> & {
  readonly unitOfWork: UnitOfWorkOn<Repositories>
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** How long this worker's lease lasts unless it is renewed. */
  readonly mixLease: Milliseconds
  /** Where the leases are kept that a worker gives back when it stops. */
  readonly heldLeases?: HeldLeases
}

type Unreachable = Extract<AudioFault, { type: 'AudioUnavailable' | 'Unavailable' }>

/** The proposals of one recipe, under lease, and their post. */
type Claimed = { readonly post: Post; readonly proposals: readonly QueuedProposal[] }

/** `null` if there is nothing to render, or other workers have all of it. */
const claim = (deps: RenderProposalsDependencies, postId: PostId): Outcome<Claimed | null> =>
  deps.unitOfWork.run(({ posts, mixProposals }) =>
    safeTry(async function* () {
      const post = yield* posts.byId(postId)
      if (post === null) return ok(null)
      const now = deps.clock.now()
      const next = nextToRender(yield* mixProposals.queued(postId), now)
      const started = startProposals(next, now, deps.mixLease)
      for (const one of started) yield* mixProposals.save(one)
      return ok(started.length === 0 ? null : { post, proposals: started.filter(isQueued) })
    }),
  )

type Work = Pick<Transaction, Repositories>
type SameRecipe = Pick<QueuedProposal, 'postId' | 'recipe'>

/** Changes every proposal of this recipe that is still to be rendered, also those that came meanwhile. */
const changeAll = (
  { posts, mixProposals }: Work,
  { postId, recipe }: SameRecipe,
  anew: (one: QueuedProposal) => MixProposal,
): Outcome<number> =>
  safeTry(async function* () {
    // Proposals are changed under the lock of their post.
    yield* posts.byId(postId)
    const changed = ofRecipe(yield* mixProposals.queued(postId), recipe).map(anew)
    for (const one of changed) yield* mixProposals.save(one)
    return ok(changed.length)
  })

const change = (
  deps: RenderProposalsDependencies,
  which: SameRecipe,
  anew: (one: QueuedProposal, now: Instant) => MixProposal,
): Outcome<number> => deps.unitOfWork.run((work) => changeAll(work, which, (one) => anew(one, deps.clock.now())))

/** Makes the master heard in all proposals of its recipe. A file that nobody is left to hear is removed again. */
const finish = (deps: RenderProposalsDependencies, which: SameRecipe, written: WrittenMaster): Outcome<void> =>
  safeTry(async function* () {
    const { path: master, recipeId, measured, isNew } = written
    const sound: RenderedSound = { status: 'rendered', master, recipeId, measured }
    const isThere = yield* deps.unitOfWork.run((work) =>
      safeTry(async function* () {
        yield* work.posts.byId(which.postId)
        const wasKept = yield* isKept(work, which.postId, master)
        // What it shared its master with is gone, and the file goes too: it is rendered anew when the lease runs out.
        if (!isNew && !wasKept) return ok(true)
        const heard = yield* changeAll(work, which, (one) => ({ ...one, sound }))
        return ok(wasKept || heard > 0)
      }),
    )
    return isThere ? ok() : deps.blobs.remove(master)
  })

const fail = (deps: RenderProposalsDependencies, which: SameRecipe, reason: MixFailure): Outcome<void> =>
  change(deps, which, (one) => ({ ...one, sound: { status: 'failed', reason } })).map(() => undefined)

/** Another worker can take the proposals up at once. */
const giveBack = (deps: RenderProposalsDependencies, which: SameRecipe): Outcome<void> =>
  deps.unitOfWork.run((work) =>
    changeAll(work, which, (one) => holdProposal(one, deps.clock.now())).andThen(() =>
      work.jobs.add({ type: 'render-proposals', postId: which.postId }),
    ),
  )

/** Nobody follows how far it is. */
const UNWATCHED: Pick<HeldLease, 'watch'> = { watch: (_stage, _frames, blocks) => blocks }

const render = (deps: RenderProposalsDependencies, { post, proposals }: Claimed): Outcome<void, Unreachable> =>
  safeTry(async function* () {
    const [first] = proposals
    if (first === undefined) return ok()
    const renew = () => change(deps, first, (one, now) => holdProposal(one, after(now, deps.mixLease)))
    const release = deps.scheduler.every(deps.mixLease / RENEWALS_PER_LEASE, () => renew().map(() => undefined))
    const { heldLeases = NOT_HELD } = deps
    const forget = heldLeases.hold({ abandon: release, giveBack: () => giveBack(deps, first) })
    const target = { mix: first, post, name: proposalName(first) }
    const written = await writeMaster(deps, target, UNWATCHED)
      .andTee(release)
      .orTee(release)
      .andTee(forget)
      .orTee(forget)
    if (written.isOk()) return finish(deps, first, written.value)
    const fault = written.error
    switch (fault.type) {
      case 'StemFailed':
        return fail(deps, first, fault.reason)
      case 'AudioUnavailable':
      case 'Unavailable':
        yield* change(deps, first, postponeProposal)
        return err(fault)
      // The proposals were withdrawn with the comment, or went with their post.
      case 'StemDeleted':
      case 'LeaseLost':
        return okAsync()
    }
  })

/**
 * Renders the proposals for a post that wait for a worker, each recipe once, whoever proposed it; one that was rendered
 * before is there at once. It may be repeated, and several workers may do it at once: each recipe is held under a lease.
 */
export const renderProposals =
  (deps: RenderProposalsDependencies) =>
  (postId: PostId): Outcome<void, Unreachable> =>
    safeTry(async function* () {
      for (;;) {
        const claimed = yield* claim(deps, postId)
        if (claimed === null) return ok()
        yield* render(deps, claimed)
      }
    })
