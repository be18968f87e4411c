import { err, safeTry } from 'neverthrow'
import {
  type Claim,
  failMix,
  finishMix,
  type LeaseLost,
  masterName,
  type Mix,
  type MixFailure,
  type NothingToRender,
  type RenderingMix,
  postponeAfterOutage,
  verifyClaim,
} from '#domain/mix/mix.ts'
import { limit } from '#domain/mix/limiter.ts'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import type { PostId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { type MediaPath, mediaPath, type Track } from '#domain/track/track.ts'
import { replaceMaster } from './adopt-mix.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Scheduler } from '../shared/system.ts'
import type { AudioDecoder, AudioEncoder, AudioFault } from '../track/audio.ts'
import type { BlobStore, Staging } from '../track/staging-and-blob-store.ts'
import { ignoringOutage } from '../track/place-upload.ts'
import { type HeldLease, holdLease } from './hold-lease.ts'
import { claimMix, type ClaimMixDependencies, type ClaimedMix } from './claim-mix.ts'

/** What rendering needs. */
export type RenderMixDependencies = ClaimMixDependencies & {
  readonly scheduler: Scheduler
  readonly audioDecoder: AudioDecoder
  readonly audioEncoder: AudioEncoder
  readonly blobs: BlobStore
  readonly staging: Staging
}

/** At the level of the stems, and a little under −1 dBTP, which the limiter may exceed by some hundredths. */
const UNDER_CEILING = { gain: 0, ceiling: -110 }

/** The file of a stem does not exist. */
type StemMissing = { readonly type: 'StemMissing'; readonly path: MediaPath }
type RenderFault = AudioFault | StemMissing | LeaseLost

async function* decoded(deps: RenderMixDependencies, track: Track): BlockStream<RenderFault> {
  const blob = await deps.blobs.read(track.path)
  if (blob.isErr()) yield err(blob.error)
  else if (blob.value === null) yield err({ type: 'StemMissing', path: track.path })
  else
    yield* deps.audioDecoder.decode({ format: track.format, bytes: blob.value.bytes }, { maximumFrames: track.frames })
}

/** Renders a waiting mix and makes it the post's master, unless a newer request or another worker superseded it. */
export const renderMix =
  (deps: RenderMixDependencies) =>
  (postId: PostId): Outcome<void, NothingToRender | LeaseLost | AudioFault> =>
    safeTry(async function* () {
      const taken = yield* claimMix(deps, postId)
      const rendered = await render(deps, taken)
      if (rendered.isOk()) return finish(deps, taken.mix, rendered.value)
      const fault = rendered.error
      switch (fault.type) {
        case 'StemMissing':
          return giveUp(deps, taken.mix, 'STEM_MISSING')
        case 'AudioMissing':
        case 'AudioUndecodable':
          return giveUp(deps, taken.mix, 'STEM_UNDECODABLE')
        case 'AudioUnavailable':
        case 'Unavailable':
          yield* postpone(deps, taken.mix)
          return err(fault)
        case 'LeaseLost':
          return err(fault)
      }
    })

const render = (deps: RenderMixDependencies, taken: ClaimedMix): Outcome<MediaPath, RenderFault> => {
  const lease = holdLease(deps, taken.mix, Math.max(...taken.tracks.map((track) => track.frames)))
  return writeMaster(deps, taken, lease).andTee(lease.release).orTee(lease.release)
}

const writeMaster = (
  deps: RenderMixDependencies,
  taken: ClaimedMix,
  lease: HeldLease,
): Outcome<MediaPath, RenderFault> =>
  safeTry(async function* () {
    const { mix, post, tracks } = taken
    const bus = mixdown(tracks.map((track) => plainStem(decoded(deps, track))))
    const master = deps.audioEncoder.encode(lease.watch(limit(bus, UNDER_CEILING)), { format: 'mp3' })
    const file = yield* deps.staging
      .receive(master, { maximumBytes: Number.MAX_SAFE_INTEGER })
      .mapErr((fault) => (fault.type === 'TooLarge' ? tooLarge : fault))
    const path = mediaPath(post.authorId, post.id, masterName(mix))
    const kept = await deps.blobs.keep(file, path)
    return ignoringOutage(deps.staging.discard(file)).andThen(() => kept.map(() => path))
  })

const tooLarge: AudioFault = { type: 'AudioUndecodable', cause: 'the master is larger than a file can be' }

const finish = (deps: RenderMixDependencies, claim: Claim, master: MediaPath): Outcome<void, LeaseLost> =>
  safeTry(async function* () {
    const finished = await deps.unitOfWork.run((transaction) =>
      safeTry(async function* () {
        const post = yield* transaction.posts.byId(claim.postId)
        const now = deps.clock.now()
        const mine = yield* verifyClaim(yield* transaction.mixes.ofPost(claim.postId), claim, now)
        if (post === null) return err({ type: 'LeaseLost', claim } as const)
        yield* transaction.mixes.save(finishMix(mine, now))
        return replaceMaster(transaction, post, master)
      }),
    )
    if (finished.isErr() && finished.error.type === 'LeaseLost') yield* deps.blobs.remove(master)
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

const giveUp = (deps: RenderMixDependencies, claim: Claim, reason: MixFailure): Outcome<void, LeaseLost> =>
  change(deps, claim, (mine, now) => failMix(mine, reason, now))

/** The attempt failed because something was unavailable, so the mix is retried after a delay. */
const postpone = (deps: RenderMixDependencies, claim: Claim): Outcome<void, LeaseLost> =>
  change(deps, claim, postponeAfterOutage)
