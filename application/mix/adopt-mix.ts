import { ok, okAsync, safeTry } from 'neverthrow'
import { masterName, type Mix, mixWithout, type RenderedMix, type RequestedMix } from '#domain/mix/mix.ts'
import { creditsOf, revisionOf } from '#domain/mix/mix-revision.ts'
import { heardIn } from '#domain/mix/recipe.ts'
import type { Post } from '#domain/post/post.ts'
import type { CommentId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import { mediaPath, type MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import { removeUnlessKept } from './kept-master.ts'

/** What changing a post's mix needs of a transaction. */
export type MixRepositories = Pick<
  Transaction,
  'posts' | 'comments' | 'mixes' | 'mixRevisions' | 'mixProposals' | 'jobs'
>

/** Replaces the post's master. The file of the old one stays with its revision; one without a revision is removed. */
const replaceMaster = ({ posts, mixRevisions, jobs }: MixRepositories, post: Post, master: MediaPath): Outcome<void> =>
  safeTry(async function* () {
    yield* posts.save({ ...post, master })
    const old = post.master
    if (old === null || old === post.track.path || old === master) return ok()
    return (yield* mixRevisions.hasMaster(post.id, old)) ? ok() : jobs.add({ type: 'remove-file', path: old })
  })

/** Saves a rendered mix, keeps it as a revision and makes this file the post's master. */
export const keepRevision = (
  repositories: MixRepositories,
  post: Post,
  mix: RenderedMix,
  master: MediaPath,
): Outcome<void> =>
  safeTry(async function* () {
    const heard = heardIn(mix.recipe).stems.map(({ comment }) => comment)
    const comments = yield* repositories.comments.ofPost(post.id, heard)
    const authors = new Map(comments.map(({ id, authorId }) => [id, authorId]))
    yield* repositories.mixes.save(mix)
    const credits = creditsOf(mix.recipe, post.authorId, authors)
    yield* repositories.mixRevisions.add(revisionOf(mix, { master, credits }))
    return replaceMaster(repositories, post, master)
  })

/**
 * Queues the removal of the master that an unfinished rendering may have left behind: its worker died, or will find its
 * lease lost.
 */
export const removeUnfinishedMaster = (
  { jobs }: Pick<MixRepositories, 'jobs'>,
  post: Post,
  unfinished: Mix | null,
): Outcome<void> =>
  unfinished?.state === 'rendering'
    ? jobs.add({ type: 'remove-file', path: mediaPath(post.authorId, post.id, masterName(unfinished)) })
    : okAsync()

/**
 * Replaces the post's mix. It is queued for a worker; one that is rendered already has this master, which is the author's
 * track if there is nothing to render.
 */
export const adoptMix = (
  repositories: MixRepositories,
  post: Post,
  current: Mix | null,
  mix: RequestedMix | RenderedMix,
  master: MediaPath = post.track.path,
): Outcome<void> =>
  safeTry(async function* () {
    yield* removeUnfinishedMaster(repositories, post, current)
    if (mix.state === 'rendered') return keepRevision(repositories, post, mix, master)
    yield* repositories.mixes.save(mix)
    return repositories.jobs.add({ type: 'render-mix', postId: post.id })
  })

/**
 * Withdraws every revision and proposal that has one of these comments, before they are deleted, and queues the removal of its
 * master. If that was the post's master, the author's track is until there is a new one: nobody hears a comment that was deleted.
 */
const withdrawAll = (
  { posts, mixRevisions, mixProposals, jobs }: MixRepositories,
  post: Post,
  comments: readonly CommentId[],
): Outcome<Post> =>
  safeTry(async function* () {
    const revised = yield* mixRevisions.withdraw(post.id, comments)
    const proposed = yield* mixProposals.withdraw(post.id, comments)
    const masters = new Set([...revised, ...proposed].filter((path) => path !== post.track.path))
    for (const path of masters) yield* jobs.add({ type: 'remove-file', path })
    if (post.master === null || !masters.has(post.master)) return ok(post)
    const silenced = { ...post, master: post.track.path }
    return posts.save(silenced).map(() => silenced)
  })

/** Takes comments that are being deleted out of the post's revisions, the proposals for it and its mix, which is rendered again without them. */
export const remixWithout = (
  repositories: MixRepositories,
  post: Post,
  comments: readonly CommentId[],
  now: Instant,
): Outcome<void> =>
  safeTry(async function* () {
    const current = yield* repositories.mixes.ofPost(post.id)
    const silenced = yield* withdrawAll(repositories, post, comments)
    const mix = mixWithout(current, comments, now)
    return mix === null ? ok() : adoptMix(repositories, silenced, current, mix)
  })

/**
 * Removes the proposals of somebody whose account is being deleted, and queues the removal of the masters that nothing else
 * has. Those for posts of their own have gone with the posts.
 */
export const removeProposalsOf = (
  repositories: Pick<MixRepositories, 'posts' | 'mixRevisions' | 'mixProposals' | 'jobs'>,
  proposer: UserId,
): Outcome<void> =>
  safeTry(async function* () {
    for (const { postId, master } of yield* repositories.mixProposals.removeOf(proposer)) {
      const post = yield* repositories.posts.byId(postId)
      if (post !== null) yield* removeUnlessKept(repositories, post, master)
    }
    return ok()
  })
