import { err, ok, safeTry } from 'neverthrow'
import { parseExpectedRevision, parseRevision } from '#domain/mix/mix-form.ts'
import { type Mix, nextMix } from '#domain/mix/mix.ts'
import { type ExpectedRevision, expectRevision, type RevisionMismatch } from '#domain/mix/mix-policy.ts'
import {
  isInPlace,
  type PlayableRevision,
  playable,
  restoreRevision as restored,
  type RevisionNotFound,
  type RevisionWithdrawn,
} from '#domain/mix/mix-revision.ts'
import { type NotThePostAuthor, onlyThePostAuthor, type Post } from '#domain/post/post.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { type PostNotFound, postNotFound } from '../post/post-not-found.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Clock } from '../shared/system.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { isStored } from '../track/is-stored.ts'
import type { BlobStore } from '../track/staging-and-blob-store.ts'
import { adoptMix, type MixRepositories } from './adopt-mix.ts'

/** What restoring a revision needs. */
export type RestoreRevisionDependencies = {
  readonly unitOfWork: UnitOfWorkOn<keyof MixRepositories>
  readonly blobs: BlobStore
  readonly clock: Clock
}

/** Which revision is to be the master again, and who asks. */
export type RestoreRevision = {
  readonly postId: PostId
  readonly requester: UserId
  readonly revision: number
  /** The revision that the requester has seen, as in `RequestMix`. */
  readonly expectedRevision?: ExpectedRevision | null
}

type Refusal = PostNotFound | NotThePostAuthor | RevisionMismatch | RevisionNotFound | RevisionWithdrawn
type Asked = {
  readonly postId: PostId
  readonly requester: UserId
  readonly revision: number
  readonly expected: ExpectedRevision | null
}
type Found = { readonly post: Post; readonly current: Mix | null; readonly earlier: PlayableRevision }

const found = (
  { posts, mixes, mixRevisions }: MixRepositories,
  { postId, requester, revision, expected }: Asked,
): Outcome<Found, Refusal> =>
  safeTry(async function* () {
    const post = yield* posts.byId(postId)
    if (post === null) return err(postNotFound(postId))
    yield* onlyThePostAuthor(post, requester)
    const current = yield* mixes.ofPost(postId)
    yield* expectRevision(postId, current, expected)
    const earlier = yield* playable(yield* mixRevisions.byNumber(postId, revision), { postId, revision })
    return ok({ post, current, earlier })
  })

/**
 * Makes an earlier revision the post's mix again, as its next revision. Its master is there at once; if the file is lost,
 * a worker renders it anew. May be repeated: the revision whose master is in place stays as it is.
 */
export const restoreRevision =
  (deps: RestoreRevisionDependencies) =>
  ({ postId, requester, ...form }: RestoreRevision): Outcome<void, InvalidFields | Refusal> =>
    safeTry(async function* () {
      const { revision, expectedRevision: expected } = yield* parseForm({
        revision: parseRevision(form.revision),
        expectedRevision: parseExpectedRevision(form.expectedRevision),
      })
      const asked = { postId, requester, revision, expected }
      const { earlier: seen } = yield* deps.unitOfWork.run((transaction) => found(transaction, asked))
      const isThere = yield* isStored(deps, seen.master)
      return deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const { post, current, earlier } = yield* found(transaction, asked)
          if (isThere && isInPlace(post, current, earlier)) return ok()
          const now = deps.clock.now()
          return isThere
            ? adoptMix(transaction, post, current, restored(current, earlier, now), earlier.master)
            : adoptMix(transaction, post, current, nextMix({ current, postId, recipe: earlier.recipe, now }))
        }),
      )
    })
