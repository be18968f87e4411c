import { describe, expect, test } from 'vitest'
import type { MediaPath } from '#domain/track/track.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { answered, masterOf, mixOf } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { file, filesOf, heard, louder, proposed, shown, story } from './proposing.ts'
import { world } from './world.ts'

describe('taking a proposal', () => {
  test('makes it the next revision, with its master at once and nothing rendered', async () => {
    const on = world()
    const { ann, bob, postId, bass, id } = await heard(on)
    await valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id, expectedRevision: 0 }))
    expect(await on.jobs()).toEqual([])
    expect(await masterOf(on, postId)).toBe(file(id))
    const { recipe, recipeId } = (await on.rows()).mixRevisions.get(`${postId} 1`)!
    expect(await mixOf(on, postId)).toMatchObject({ revision: 1, state: 'rendered', recipe, recipeId })
    expect(recipeId).toMatch(/^[0-9a-f]{64}$/)
    expect(await shown(on, id)).toMatchObject({
      changes: [],
      decision: { type: 'taken', revision: 1, at: on.clock.now() },
    })
    const [revision] = (await valueOf(on.app.mixes.revisions(postId))).rows
    expect(revision!.contributors.map((one) => one.id)).toEqual([ann, bob])
    expect(revision!.changes).toMatchObject([{ stem: bass }])
  })

  test('that was not rendered yet requests it like any mix', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await story(on)
    const id = await proposed(on, postId, bob, louder(bass))
    await valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id }))
    expect(await mixOf(on, postId)).toMatchObject({ state: 'requested', revision: 1 })
    await on.work()
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered' })
    expect(filesOf(on)).toEqual(['user_1/Post_1/master_r1_a1.mp3'])
  })

  test('whose file is lost renders it anew', async () => {
    const on = world()
    const { ann, postId, id } = await heard(on)
    await valueOf(on.ports.blobs.remove(file(id) as MediaPath))
    await valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id }))
    await on.work()
    expect(on.files.paths()).toContain(await masterOf(on, postId))
  })

  test('of the author’s track alone makes it the master', async () => {
    const on = world()
    const { ann, bob, postId } = await story(on)
    const id = await proposed(on, postId, bob, { stems: [] })
    await valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id }))
    const { master, track } = await valueOf(on.app.posts.read(postId))
    expect(master).toBe(track)
  })

  test('or declining it is refused with its reason, and changes nothing', async () => {
    const on = world()
    const { ann, bob, carol, postId, bass, id } = await heard(on)
    const gone = await proposed(on, postId, carol, { stems: [await answered(on, postId, carol)] })
    const [taken, declined] = [
      await proposed(on, postId, carol, louder(bass, 1)),
      await proposed(on, postId, carol, louder(bass, 2)),
    ]
    await valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id: taken }))
    await valueOf(on.app.mixes.declineProposal({ postId, requester: ann, id: declined }))
    await valueOf(on.app.comments.delete({ id: whatever(2), remover: carol }))
    const before = await on.rows()
    for (const decide of [on.app.mixes.takeProposal, on.app.mixes.declineProposal]) {
      const refused = (given: object) => refusalOf(decide({ postId, requester: ann, id, ...given }))
      expect(await refused({ requester: bob })).toEqual({ type: 'NotThePostAuthor', postId })
      expect(await refused({ postId: postIdOf(99) })).toEqual({ type: 'PostNotFound', id: 99 })
      expect(await refused({ id: 99 })).toEqual({ type: 'ProposalNotFound', id: 99 })
      expect(await refused({ id: taken })).toEqual({ type: 'ProposalDecided', id: taken, decision: 'taken' })
      expect(await refused({ id: declined })).toMatchObject({ type: 'ProposalDecided', decision: 'declined' })
      expect(await refused({ id: gone })).toEqual({ type: 'ProposalWithdrawn', id: gone })
    }
    const stale = { postId, requester: ann, id, expectedRevision: 7 }
    expect(await refusalOf(on.app.mixes.takeProposal(stale))).toMatchObject({ type: 'RevisionMismatch', current: 1 })
    const wordy = { postId, requester: ann, id, reason: 'x'.repeat(501) }
    expect(await refusalOf(on.app.mixes.declineProposal(wordy))).toMatchObject({ faults: [{ field: 'reason' }] })
    expect(await on.rows()).toEqual(before)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => heard(on),
      act: ({ app }, { ann, postId, id }) => app.mixes.takeProposal({ postId, requester: ann, id }),
    })
    const seen = ['unitOfWork.run', 'posts.byId', 'mixProposals.byId', 'mixes.ofPost']
    expect(failed).toEqual([
      ...seen,
      'unitOfWork.commit',
      'blobs.read',
      ...seen,
      'comments.ofPost',
      'mixes.save',
      'mixRevisions.add',
      'posts.save',
      'mixProposals.save',
      'unitOfWork.commit',
    ])
  })
})

describe('declining a proposal', () => {
  test('tells why, and it can still be heard', async () => {
    const on = world()
    const { ann, postId, id } = await heard(on)
    await valueOf(on.app.mixes.declineProposal({ postId, requester: ann, id, reason: ' Too loud. ' }))
    await on.work()
    expect(await shown(on, id)).toMatchObject({
      sound: { master: file(id) },
      decision: { type: 'declined', reason: 'Too loud.', at: on.clock.now() },
    })
    expect(on.files.paths()).toContain(file(id))
    expect(await mixOf(on, postId)).toBeUndefined()
  })

  test('before it was rendered leaves nothing to render', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await story(on)
    const id = await proposed(on, postId, bob, louder(bass))
    await valueOf(on.app.mixes.declineProposal({ postId, requester: ann, id }))
    await on.work()
    expect(await shown(on, id)).toMatchObject({ sound: { status: 'queued' }, decision: { reason: null } })
    expect(filesOf(on)).toEqual([])
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => heard(on),
      act: ({ app }, { ann, postId, id }) => app.mixes.declineProposal({ postId, requester: ann, id }),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'posts.byId',
      'mixProposals.byId',
      'mixProposals.save',
      'unitOfWork.commit',
    ])
  })
})
