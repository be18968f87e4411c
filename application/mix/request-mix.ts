import { err, safeTry } from 'neverthrow'
import { type MixForm, parseExpectedRevision, parseMixForm } from '#domain/mix/mix-form.ts'
import { nextMix } from '#domain/mix/mix.ts'
import {
  type ExpectedRevision,
  expectRevision,
  mayBeMixed,
  type MixRefusal,
  type RevisionMismatch,
} from '#domain/mix/mix-policy.ts'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { adoptMix, type MixRepositories } from './adopt-mix.ts'
import { commentsOfThePost } from './comments-of-the-post.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'

/** What requesting a mix needs. */
export type RequestMixDependencies = {
  readonly unitOfWork: UnitOfWorkOn<keyof MixRepositories>
  readonly clock: Clock
}

/**
 * How to mix a post, and who asks: a recipe, or only the comments to mix in beside the author's track. Without comments, and
 * with nothing done to it, the author's track is the master.
 */
export type RequestMix = MixForm & {
  readonly postId: PostId
  readonly requester: UserId
  /** The revision that the requester has seen. Left out or `null`: whatever there is may be replaced. */
  readonly expectedRevision?: ExpectedRevision | null
}

/** Requests a mix, which a worker renders. It supersedes an unfinished older request. */
export const requestMix =
  (deps: RequestMixDependencies) =>
  ({
    postId,
    requester,
    expectedRevision,
    ...form
  }: RequestMix): Outcome<void, InvalidFields | PostNotFound | MixRefusal | RevisionMismatch> =>
    safeTry(async function* () {
      const recipe = yield* parseMixForm(form)
      const expected = yield* parseExpectedRevision(expectedRevision).mapErr((fault) =>
        invalidFields({ ...fault, field: 'expectedRevision' }),
      )
      return deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const post = yield* transaction.posts.byId(postId)
          if (post === null) return err(postNotFound(postId))
          const found = yield* commentsOfThePost(transaction, postId, recipe)
          yield* mayBeMixed({ post, requester, recipe, commentsOfThePost: found })
          const current = yield* transaction.mixes.ofPost(postId)
          yield* expectRevision(postId, current, expected)
          return adoptMix(transaction, post, current, nextMix({ current, postId, recipe, now: deps.clock.now() }))
        }),
      )
    })
