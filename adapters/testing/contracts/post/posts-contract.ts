import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { Post } from '#domain/post/post.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { mediaPath } from '#domain/track/track.ts'
import { descriptions, instants, recordings } from '#adapters/testing/arbitraries.ts'
import { post, postIdOf, requestedMix, titleOf, track, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, mixIn, postIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `PostRepository`. */
export const postsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'PostRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (id: PostId) => valueOf(units().run(({ posts }) => posts.byId(id)))
    const save = (changed: Post) => valueOf(units().run(({ posts }) => posts.save(changed)))
    const remove = (id: PostId) => valueOf(units().run(({ posts }) => posts.remove(id)))

    it('gives back a post as it was added', () =>
      fc.assert(
        fc.asyncProperty(descriptions, recordings, instants, async (description, recording, createdAt) => {
          const author = await activeIn(units())
          const id = await valueOf(units().run(({ posts }) => posts.nextId()))
          const added: Post = {
            ...post({ id, authorId: author.id, createdAt }),
            ...description,
            track: track(author.id, id, recording),
          }
          await valueOf(units().run(({ posts }) => posts.add(added)))
          expect(await stored(id)).toStrictEqual(added)
        }),
        { numRuns: runs },
      ))

    it('never gives an id twice', async () => {
      const ids = await Promise.all(
        Array.from({ length: 8 }, () => valueOf(units().run(({ posts }) => posts.nextId()))),
      )
      expect(new Set(ids).size).toBe(8)
    })

    it('answers null for what is not there', async () => {
      expect(await stored(postIdOf(UNKNOWN_ID))).toBeNull()
    })

    it('gives the ids of a user’s posts, in order, and of no other’s', async () => {
      const [author, other] = [await activeIn(units()), await activeIn(units())]
      const ofAuthor = (id: UserId) => valueOf(units().run(({ posts }) => posts.ofAuthor(id)))
      expect(await ofAuthor(author.id)).toEqual([])
      const own = []
      for (let at = 0; at < 3; at++) {
        own.push((await postIn(units(), { authorId: author.id })).id)
        await postIn(units(), { authorId: other.id })
      }
      await save({ ...(await stored(own[0]!))!, bpm: null })
      expect(await ofAuthor(author.id)).toEqual(own)
      await remove(own[1]!)
      expect(await ofAuthor(author.id)).toEqual([own[0], own[2]])
      expect(await ofAuthor(UNKNOWN_ID as UserId)).toEqual([])
    })

    it('keeps the last of several writes', async () => {
      const added = await postIn(units())
      const master = mediaPath(added.authorId, added.id, 'master_r1_a1.mp3')
      await save({ ...added, master, genres: ['Classic'], bpm: null })
      const last: Post = { ...added, master, title: titleOf('마지막 제목'), instruments: ['Drums', 'Other'] }
      await save(last)
      expect(await stored(added.id)).toStrictEqual(last)
      await save({ ...last, master: null })
      expect(await stored(added.id)).toStrictEqual({ ...last, master: null })
    })

    it('shares no object with whoever adds, saves or reads', async () => {
      const added = await postIn(units())
      const before = structuredClone(added)
      meddleWith(added)
      expect(await stored(before.id)).toStrictEqual(before)
      const handedIn = structuredClone(before)
      await save(handedIn)
      meddleWith(handedIn)
      meddleWith((await stored(before.id))!)
      expect(await stored(before.id)).toStrictEqual(before)
    })

    it('removes a post with its comments and its mix, and no other', async () => {
      const [gone, left] = [await postIn(units()), await postIn(units())]
      const comments = [await commentIn(units(), gone), await commentIn(units(), left)]
      const mix = await mixIn(units(), requestedMix({ postId: left.id }))
      await mixIn(units(), requestedMix({ postId: gone.id, recipe: defaultRecipe([comments[0]!.id]) }))
      await remove(gone.id)
      const commentOf = (at: 0 | 1) => valueOf(units().run((from) => from.comments.byId(comments[at]!.id)))
      const mixOf = (id: PostId) => valueOf(units().run(({ mixes }) => mixes.ofPost(id)))
      expect([await stored(gone.id), await commentOf(0), await mixOf(gone.id)]).toEqual([null, null, null])
      expect([await stored(left.id), await commentOf(1), await mixOf(left.id)]).toEqual([left, comments[1], mix])
      await remove(gone.id)
      expect(await stored(left.id)).toEqual(left)
    })

    it('does not bring a removed post back by saving it', async () => {
      const added = await postIn(units())
      await remove(added.id)
      await units().run(({ posts }) => posts.save(added))
      expect(await stored(added.id)).toBeNull()
    })

    it('does not take a post of nobody, nor one twice', async () => {
      const added = await postIn(units())
      await expectUnavailable(units().run(({ posts }) => posts.add({ ...added, bpm: null })))
      expect(await stored(added.id)).toStrictEqual(added)
      const id = await valueOf(units().run(({ posts }) => posts.nextId()))
      const orphan = post({ id, authorId: UNKNOWN_ID as UserId })
      await expectUnavailable(units().run(({ posts }) => posts.add(orphan)))
      expect(await stored(id)).toBeNull()
    })

    it('takes back what a refused unit did', async () => {
      const added = await postIn(units())
      const comment = await commentIn(units(), added)
      const id = await valueOf(units().run(({ posts }) => posts.nextId()))
      await takenBack(units(), ({ posts }) => posts.add(post({ id, authorId: added.authorId })))
      await takenBack(units(), ({ posts }) => posts.save({ ...added, bpm: null }))
      await takenBack(units(), ({ posts }) => posts.remove(added.id))
      expect(await stored(id)).toBeNull()
      expect(await stored(added.id)).toStrictEqual(added)
      expect(await valueOf(units().run(({ comments }) => comments.byId(comment.id)))).toStrictEqual(comment)
    })

    const any = post({ id: postIdOf(UNKNOWN_ID), authorId: UNKNOWN_ID as UserId })
    answersUnavailableAmidAUnit(it, made, {
      nextId: ({ posts }) => posts.nextId(),
      add: ({ posts }) => posts.add(any),
      byId: ({ posts }) => posts.byId(any.id),
      ofAuthor: ({ posts }) => posts.ofAuthor(any.authorId),
      save: ({ posts }) => posts.save(any),
      remove: ({ posts }) => posts.remove(any.id),
    })
  })
