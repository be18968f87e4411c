import { expect } from '#adapters/testing/expect.ts'
import type { TrackOf } from '#application/track/ports.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { Post } from '#domain/post/post.ts'
import type { Ingest, Track } from '#domain/track/track.ts'
import { track } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, postIn } from '#adapters/testing/given.ts'
import { contract, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const NO_LIMIT = 100_000
const FAILED: Ingest = { status: 'failed', reason: 'UNDECODABLE' }

const failed = (given: Track): Track => ({ ...given, ingest: FAILED })

const isOf =
  (post: Post) =>
  ({ postId }: TrackOf): boolean =>
    postId === post.id

/** `TrackRepository`. */
export const tracksContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'TrackRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const processing = (limit = NO_LIMIT) => valueOf(units().run(({ tracks }) => tracks.processing(limit)))
    it('names the tracks of posts and comments that are processing, and no others', async () => {
      const author = await activeIn(units())
      const post = await postIn(units(), { authorId: author.id })
      const first: Comment = await commentIn(units(), post)
      await commentIn(units(), post, { track: failed(track(author.id, post.id)) })
      const second = await commentIn(units(), post)
      expect((await processing()).filter(isOf(post))).toEqual([
        { postId: post.id, commentId: null },
        { postId: post.id, commentId: first.id },
        { postId: post.id, commentId: second.id },
      ])
      await valueOf(units().run(({ posts }) => posts.save({ ...post, track: failed(post.track) })))
      await valueOf(units().run(({ comments }) => comments.save({ ...first, track: failed(first.track) })))
      expect((await processing()).filter(isOf(post))).toEqual([{ postId: post.id, commentId: second.id }])
    })

    it('names tracks of posts first, and no more than the limit', async () => {
      const post = await postIn(units())
      await commentIn(units(), post)
      await postIn(units())
      const all = await processing()
      const comments = all.findIndex(({ commentId }) => commentId !== null)
      expect(all.slice(comments).every(({ commentId }) => commentId !== null)).toBe(true)
      for (const limit of [1, 2, all.length]) expect(await processing(limit)).toEqual(all.slice(0, limit))
    })

    answersUnavailableAmidAUnit(it, made, { processing: ({ tracks }) => tracks.processing(1) })
  })
