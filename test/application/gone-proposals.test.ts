import { ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { answered, masterOf } from './given.ts'
import { requeueWaitingMixes } from '#application/mix/requeue-waiting-mixes.ts'
import { file, filesOf, heard, louder, proposed, shown, story } from './proposing.ts'
import { type World, world } from './world.ts'

const listed = async (on: World, postId: PostId) => (await valueOf(on.app.mixes.proposals(postId))).rows

/** Somebody's account goes at the moment at which a worker looks whether a master is still there. */
const leavingAsSomebodyLooks = (on: World, id: UserId) => {
  const { blobs } = on.ports
  return on.having({
    blobs: {
      ...blobs,
      read: (path, range) =>
        blobs.read(path, range).andThen((found) =>
          on.app.accounts
            .delete({ id, remover: id })
            .map(() => found)
            .orElse(() => ok(found)),
        ),
    },
  })
}

describe('proposals that are gone', () => {
  test('with a comment in them are withdrawn: nobody hears what was deleted', async () => {
    const on = world()
    const { ann, bob, carol, postId, bass, id } = await heard(on)
    const keys = await answered(on, postId, carol)
    const others = await proposed(on, postId, bob, { stems: [keys] })
    await on.work()
    await valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id }))
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    const post = await valueOf(on.app.posts.read(postId))
    expect(post.master).toBe(post.track)
    await on.work()
    expect(await shown(on, id)).toMatchObject({ sound: { status: 'withdrawn' }, decision: { type: 'taken' } })
    expect(filesOf(on)).toEqual([file(others)])
  })

  test('with their post leave no row and no file', async () => {
    const on = world()
    const { ann, postId } = await heard(on)
    await valueOf(on.app.posts.delete({ id: postId, remover: ann }))
    await on.work()
    expect([(await on.rows()).mixProposals.size, on.files.paths()]).toEqual([0, []])
  })

  test('with their proposer leave their master to whatever else has it', async () => {
    const on = world()
    const { ann, carol, dave, postId, bass } = await heard(on)
    const own = [await proposed(on, postId, carol, louder(bass, 1)), await proposed(on, postId, carol, louder(bass, 2))]
    const alone = await proposed(on, postId, carol, louder(bass, 4))
    await proposed(on, postId, carol, { stems: [] })
    const same = await proposed(on, postId, dave, louder(bass, 1))
    await on.work()
    await valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id: own[1]! }))
    await valueOf(on.app.accounts.delete({ id: carol, remover: carol }))
    await on.work()
    const paths = on.files.paths()
    for (const id of own) expect(paths).toContain(file(id))
    expect(paths).not.toContain(file(alone))
    expect(paths).toContain((await on.rows()).posts.get(postId)!.track.path)
    expect((await listed(on, postId)).map(({ id }) => id)).toEqual([same, 1])
    expect(await masterOf(on, postId)).toBe(file(own[1]!))
  })

  test.each(['a mix', 'a proposal'] as const)('are no master of %s that was to share theirs', async (which) => {
    const on = world()
    const { ann, dave, carol, postId, bass } = await story(on)
    await proposed(on, postId, carol, louder(bass))
    await on.work()
    if (which === 'a mix') await valueOf(on.app.mixes.request({ postId, requester: ann, ...louder(bass) }))
    else await proposed(on, postId, dave, louder(bass))
    const late = leavingAsSomebodyLooks(on, carol)
    const type = which === 'a mix' ? 'render-mix' : 'render-proposals'
    await valueOf(late.worker.performJob({ type, postId }))
    on.clock.advance(DEFAULT_LEASE)
    await valueOf(requeueWaitingMixes(on.ports)())
    await on.work()
    const [other] = await listed(on, postId)
    const master =
      which === 'a mix' ? await masterOf(on, postId) : other?.sound.status === 'rendered' && other.sound.master
    expect(filesOf(on)).toEqual([master])
  })
})
