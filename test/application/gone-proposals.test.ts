import { describe, expect, test } from 'vitest'
import type { PostId } from '#domain/shared/id.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { answered, masterOf } from './given.ts'
import { file, filesOf, heard, louder, proposed, shown } from './proposing.ts'
import { type World, world } from './world.ts'

const listed = async (on: World, postId: PostId) => (await valueOf(on.app.mixes.proposals(postId))).rows

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
})
