import { describe, expect, test } from 'vitest'
import type { AudioEncoder } from '#application/track/audio.ts'
import { MAX_OPEN_PROPOSALS } from '#domain/mix/mix-proposal.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { ProposalId } from '#domain/shared/id.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { GOING, masterOf, mixOf } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { file, filesOf, louder, proposed, proposing, shown, story } from './proposing.ts'
import { type World, world } from './world.ts'

/** Counts what is encoded as a master, in a world that is otherwise the same. */
const counting = (on: World) => {
  let masters = 0
  const encoder: AudioEncoder = on.ports.audioEncoder
  const app = on.having({
    audioEncoder: {
      encode: (blocks, to) => {
        if (to.format === 'mp3') masters++
        return encoder.encode(blocks, to)
      },
    },
  })
  return { app, masters: () => masters }
}

describe('proposing a mix', () => {
  test('lets everybody hear it and see what it changes; the mix stays as it is', async () => {
    const on = world()
    const { ann, postId, bass, carol } = await story(on)
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    await on.work()
    const id = await proposed(on, postId, carol, louder(bass))
    expect(await shown(on, id)).toMatchObject({ sound: { status: 'queued' }, decision: null })
    await on.work()
    expect(await shown(on, id)).toMatchObject({
      postId,
      proposer: { id: carol, nickname: 'Carol' },
      changes: [{ stem: bass, field: 'gain', from: 0, to: 300 }],
      sound: { status: 'rendered', master: file(id), measured: { frames: 96 } },
      proposedAt: on.clock.now(),
    })
    expect(on.files.paths()).toContain(file(id))
    expect(await mixOf(on, postId)).toMatchObject({ revision: 1, recipe: defaultRecipe([bass]) })
    expect(on.files.staged()).toEqual([])
  })

  test('shows what it changes of the author’s track alone, where nothing was mixed', async () => {
    const on = world()
    const { postId, bass, ann } = await story(on)
    const id = await proposed(on, postId, ann, { stems: [bass] })
    expect((await shown(on, id)).changes).toMatchObject([{ stem: bass, field: 'settings', from: null }])
  })

  test('of nothing sounds like the author’s track, at once', async () => {
    const on = world()
    const { postId, bob } = await story(on)
    const id = await proposed(on, postId, bob, { stems: [] })
    const { track } = await valueOf(on.app.posts.read(postId))
    expect((await shown(on, id)).sound).toMatchObject({ status: 'rendered', master: track })
    expect(await on.jobs()).toEqual([])
  })

  test('is refused with its reason, and changes nothing', async () => {
    const on = world()
    const { postId, bob, bass } = await story(on)
    const before = await on.rows()
    const refused = (form: unknown, of = postId) => refusalOf(proposing(on, of, bob, whatever(form)))
    expect(await refused({ stems: [bass, 7] })).toEqual({ type: 'NotCommentsOfThePost', postId, ids: [7] })
    expect(await refused({ stems: [bass, bass] })).toMatchObject({ type: 'StemRepeated' })
    expect(await refused({ stems: [bass] }, postIdOf(99))).toEqual({ type: 'PostNotFound', id: 99 })
    expect(await refused({ recipe: { stems: [{ comment: bass, gainDb: 99 }] } })).toMatchObject({
      faults: [{ field: 'recipe.stems.0.gainDb' }],
    })
    expect(await on.rows()).toEqual(before)
  })

  test('ends where somebody has ten open ones for a post, until the author decides on one', async () => {
    const on = world()
    const { ann, bob, carol, postId, bass } = await story(on)
    for (let gain = 1; gain < MAX_OPEN_PROPOSALS; gain++) await proposed(on, postId, bob, louder(bass, gain))
    const last = await proposed(on, postId, bob, louder(bass, -1))
    expect(await refusalOf(proposing(on, postId, bob, louder(bass, -2)))).toEqual({
      type: 'TooManyProposals',
      postId,
      maximum: 10,
    })
    await proposed(on, postId, carol, louder(bass, -2))
    await valueOf(on.app.mixes.declineProposal({ postId, requester: ann, id: last }))
    await proposed(on, postId, bob, louder(bass, -2))
  })

  test.each(Object.keys(GOING))('is refused if they %s meanwhile', async (going) => {
    const on = world()
    const { postId, carol, bass } = await story(on)
    await GOING[going]!(on, carol)
    expect(await refusalOf(proposing(on, postId, carol, louder(bass)))).toMatchObject({ type: 'NotAuthenticated' })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: story,
      act: (on, { postId, bob, bass }) => proposing(on, postId, bob, louder(bass)),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'posts.byId',
      'users.lock',
      'comments.ofPost',
      'mixProposals.countOpen',
      'mixProposals.nextId',
      'mixProposals.add',
      'jobs.add',
      'unitOfWork.commit',
    ])
  })
})

describe('one recipe', () => {
  test('is rendered once, whoever proposed it and whoever mixes it', async () => {
    const on = world()
    const { ann, bob, carol, dave, postId, bass } = await story(on)
    const counted = counting(on)
    const work = async () => {
      for (const job of await on.jobs()) await valueOf(counted.app.worker.performJob(job))
    }
    const first = await proposed(on, postId, bob, louder(bass))
    const second = await proposed(on, postId, carol, louder(bass))
    await work()
    const third = await proposed(on, postId, dave, louder(bass))
    await work()
    await valueOf(on.app.mixes.request({ postId, requester: ann, ...louder(bass) }))
    await work()
    for (const id of [first, second, third]) expect((await shown(on, id)).sound).toMatchObject({ master: file(first) })
    expect(await masterOf(on, postId)).toBe(file(first))
    expect(counted.masters()).toBe(1)
  })

  test('that the author mixed before is there at once', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await story(on)
    await valueOf(on.app.mixes.request({ postId, requester: ann, ...louder(bass) }))
    await on.work()
    const id = await proposed(on, postId, bob, louder(bass))
    on.audio.breakDown()
    await on.work()
    const { sound } = await shown(on, id)
    expect(sound).toMatchObject({ status: 'rendered', master: await masterOf(on, postId) })
    expect(filesOf(on)).toHaveLength(1)
  })
})

test('proposals come a page at a time, newest first, and are refused for what is not there', async () => {
  const on = world()
  const { postId, bob, carol, bass } = await story(on)
  for (const gain of [1, 2, 3]) await proposed(on, postId, gain === 2 ? carol : bob, louder(bass, gain))
  const first = await valueOf(on.app.mixes.proposals(postId, { pageSize: 2 }))
  const second = await valueOf(on.app.mixes.proposals(postId, { pageSize: 2 }, first.next))
  expect([first, second].map(({ rows }) => rows.map(({ id }) => id))).toEqual([[3, 2], [1]])
  expect(await refusalOf(on.app.mixes.proposals(postIdOf(99)))).toEqual({ type: 'PostNotFound', id: 99 })
  expect(await refusalOf(on.app.mixes.proposals(postId, whatever({ pageSize: 0 })))).toMatchObject({
    faults: [{ field: 'pageSize' }],
  })
  const id = 1 as ProposalId
  expect(await refusalOf(on.app.mixes.proposal(id, postIdOf(2)))).toEqual({ type: 'ProposalNotFound', id })
  expect((await valueOf(on.app.mixes.proposal(id, postId))).id).toBe(id)
})
