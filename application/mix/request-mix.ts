import { err, safeTry } from 'neverthrow'
import { nextMix } from '#domain/mix/mix.ts'
import { mayBeMixed, type MixRefusal, MAX_STEMS, parseStems, type Stems } from '#domain/mix/mix-policy.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import { MAX_ID, type PostId, type UserId } from '#domain/shared/id.ts'
import { adoptMix } from './adopt-mix.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** What requesting a mix needs. */
export type RequestMixDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'posts' | 'comments' | 'mixes' | 'jobs'>
  readonly clock: Clock
}

/** Which comments to mix into a post, and who asks. */
export type RequestMix = {
  readonly postId: PostId
  readonly requester: UserId
  /** The comments to mix in beside the author's track; none makes the author's track the master. */
  readonly stems: Stems
}

/** Requests a mix of these comments, which a worker renders. It supersedes an unfinished older request. */
export const requestMix =
  (deps: RequestMixDependencies) =>
  ({ postId, requester, stems: raw }: RequestMix): Outcome<void, InvalidFields | PostNotFound | MixRefusal> =>
    safeTry(async function* () {
      const stems = yield* parseStems(raw)
      return deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const post = yield* transaction.posts.byId(postId)
          if (post === null) return err(postNotFound(postId))
          const found = yield* transaction.comments.ofPost(
            postId,
            stems.filter((stem) => stem <= MAX_ID).slice(0, MAX_STEMS),
          )
          const commentsOfThePost = new Set(found.map((comment) => comment.id))
          yield* mayBeMixed({ post, requester, stems, commentsOfThePost })
          const current = yield* transaction.mixes.ofPost(postId)
          return adoptMix(transaction, post, current, nextMix({ current, postId, stems, now: deps.clock.now() }))
        }),
      )
    })
