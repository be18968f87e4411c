import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { MediaIndex } from '#application/track/staging-and-blob-store.ts'
import { type MediaPath, mediaPath, profilePath } from '#domain/track/track.ts'
import { playableRevision } from '#adapters/testing/fixtures.ts'
import { commentIn, activeIn, postIn, proposalIn, revisionIn } from '#adapters/testing/given.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** `MediaIndex`, and the rows it looks at. */
export const mediaIndexContract = (
  testRunner: TestRunner,
  make: MakeBreakable<{ readonly units: UnitOfWork; readonly index: MediaIndex }>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'MediaIndex', name }, make, (made, it) => {
    const named = async (...paths: readonly MediaPath[]) =>
      (await valueOf(made().subject.index.named(paths))).toSorted()

    it('knows every path that a row names, and no other', async () => {
      const { units } = made().subject
      const { id } = await activeIn(units)
      const [picture, background] = [
        profilePath(id, 'profile_img_1_400.webp'),
        profilePath(id, 'profile_bg_1_750.webp'),
      ]
      await valueOf(units.run(({ users }) => users.setPictures(id, { picture, background })))
      const post = await postIn(units, { authorId: id })
      const [master, image] = [
        mediaPath(id, post.id, 'master_r1_a1.mp3'),
        mediaPath(id, post.id, 'post_img_1_750.webp'),
      ]
      await valueOf(units.run(({ posts }) => posts.save({ ...post, master, image })))
      const comment = await commentIn(units, post)
      const older = mediaPath(id, post.id, 'master_r0_a3.mp3')
      await revisionIn(units, playableRevision({ postId: post.id, master: older }))
      const proposed = mediaPath(id, post.id, 'proposal_1.mp3')
      await proposalIn(units, post, {
        sound: { status: 'rendered', master: proposed, recipeId: null, measured: null },
      })
      const all = [older, proposed, picture, background, post.track.path, master, image, comment.track.path]
      const others = [
        profilePath(id, 'profile_img_2_400.webp'),
        mediaPath(id, post.id, 'master_r1_a2.mp3'),
        `user_${id}/Post_999999999999999/x.mp3`,
        `user_${id}/Post_${post.id}/.x.mp3.part`,
        'elsewhere',
      ] as MediaPath[]
      expect(await named(...others, ...all)).toEqual(all.toSorted())
      expect(await named()).toEqual([])
      await valueOf(units.run(({ posts }) => posts.remove(post.id)))
      expect(await named(...all)).toEqual([picture, background].toSorted())
    })

    it('answers Unavailable in an outage', async () => {
      await made().breakDown()
      await expectUnavailable(made().subject.index.named([]))
    })
  })
