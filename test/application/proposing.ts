import type { MixForm } from '#domain/mix/mix-form.ts'
import type { CommentId, PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, song } from './given.ts'
import type { World } from './world.ts'

/** Ann's song with Bob's bass; Carol and Dave are there too. */
export const story = async (on: World) => {
  const given = await song(on)
  const [carol, dave] = [await active(on, 'Carol'), await active(on, 'Dave')]
  await on.work()
  return { ...given, carol, dave }
}

export const louder = (comment: CommentId, gainDb = 3): MixForm => ({ recipe: { stems: [{ comment, gainDb }] } })

export const proposing = (on: World, postId: PostId, proposer: UserId, form: MixForm) =>
  on.app.mixes.propose({ postId, proposer, ...form })

export const proposed = async (...given: Parameters<typeof proposing>): Promise<ProposalId> =>
  valueOf(proposing(...given))

export const shown = (on: World, id: ProposalId) => valueOf(on.app.mixes.proposal(id))
export const file = (id: ProposalId) => `user_1/Post_1/proposal_${id}.mp3`
export const filesOf = (on: World) =>
  on.files
    .paths()
    .filter((path) => /proposal|master/.test(path))
    .toSorted()

/** A proposal of Bob's that has been rendered. */
export const heard = async (on: World, gainDb = 3) => {
  const given = await story(on)
  const id = await proposed(on, given.postId, given.bob, louder(given.bass, gainDb))
  await on.work()
  return { ...given, id }
}
