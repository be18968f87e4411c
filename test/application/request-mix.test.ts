import { describe, expect, test } from 'vitest'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { requeueWaitingMixes } from '#application/mix/requeue-waiting-mixes.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { answered, posted, song } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { worker } from './workers.ts'
import { world } from './world.ts'

describe('asking for a mix', () => {
  test('answers at once, and leaves the rendering to a worker', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: `${bass}, ` }))
    expect(await valueOf(on.app.posts.read(postId))).toMatchObject({
      master: null,
      mix: { state: 'requested', revision: 1, attempt: 0, recipe: defaultRecipe([bass]) },
      comments: [{ id: bass, isMixed: true }],
    })
    expect(await on.jobs()).toEqual([{ type: 'render-mix', postId }])
  })

  test('of nothing makes the author’s track the master, and the file of the old one stays with its revision', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    await on.work()
    expect(on.uploads()).toHaveLength(3)
    for (const stems of ['', []]) await valueOf(on.app.mixes.request({ postId, requester: ann, stems }))
    await on.work()
    const { master, track, mix } = await valueOf(on.app.posts.read(postId))
    expect(master).toBe(track)
    expect(mix).toMatchObject({ state: 'rendered', revision: 3, recipe: defaultRecipe([]) })
    expect(on.uploads()).toHaveLength(3)
  })

  test('after an empty one keeps the file of the author’s track, which was the master', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    for (const stems of [[], [bass]]) {
      await valueOf(on.app.mixes.request({ postId, requester: ann, stems }))
      await on.work()
    }
    const { master, track } = await valueOf(on.app.posts.read(postId))
    expect(master).not.toBe(track)
    expect(on.uploads()).toEqual(expect.arrayContaining([master, track]))
  })

  test('again is the next revision; one that waits already is not queued twice', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    for (const _ of 'abc') await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    expect((await on.rows()).mixes.get(postId)).toMatchObject({ revision: 3 })
    expect(await on.jobs()).toHaveLength(1)
  })

  test('keeps what is done to each track, also when one of them is deleted', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await song(on)
    const drums = await answered(on, postId, bob)
    const form = {
      author: { gainDb: -1 },
      stems: [
        { comment: bass, pan: -20 },
        { comment: drums, offsetMs: 12.5 },
      ],
    }
    await valueOf(on.app.mixes.request({ postId, requester: ann, recipe: form }))
    const settings = { gain: 0, pan: 0, offset: 0, mute: false, solo: false }
    const recipe = {
      author: { ...settings, gain: -100 },
      stems: [
        { ...settings, comment: bass, pan: -20 },
        { ...settings, comment: drums, offset: 600 },
      ],
      master: { loudness: -1400, ceiling: -100 },
    }
    expect((await on.rows()).mixes.get(postId)).toMatchObject({ recipe, revision: 1 })
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    expect((await on.rows()).mixes.get(postId)).toMatchObject({
      recipe: { ...recipe, stems: recipe.stems.slice(1) },
      revision: 2,
    })
  })

  test('renders the author’s track alone if something is done to it', async () => {
    const on = world()
    const { ann, postId } = await song(on)
    await valueOf(on.app.mixes.request({ postId, requester: ann, recipe: { author: { gainDb: -6 }, stems: [] } }))
    await on.work()
    const { master, track, mix } = await valueOf(on.app.posts.read(postId))
    expect(mix).toMatchObject({ state: 'rendered', attempt: 1, master: { frames: 48 } })
    expect(master).not.toBe(track)
  })

  test('is refused if somebody changed the mix meanwhile, and changes nothing', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await song(on)
    const ask = (expectedRevision: unknown, requester = ann) =>
      on.app.mixes.request({ postId, requester, stems: [bass], expectedRevision: whatever(expectedRevision) })
    const mismatch = (expected: unknown, current: number) => ({ type: 'RevisionMismatch', postId, expected, current })
    expect(await refusalOf(ask('*'))).toEqual(mismatch('*', 0))
    await valueOf(ask(0))
    for (const seen of [1, '*', null, undefined]) await valueOf(ask(seen))
    const before = await on.rows()
    for (const expected of [0, 4, 6]) expect(await refusalOf(ask(expected))).toEqual(mismatch(expected, 5))
    for (const raw of ['5', -1, 1.5, NaN, {}, true])
      expect(await refusalOf(ask(raw))).toMatchObject({ faults: [{ field: 'expectedRevision', code: 'MALFORMED' }] })
    expect(await refusalOf(ask(4, bob))).toEqual({ type: 'NotThePostAuthor', postId })
    expect(await on.rows()).toEqual(before)
  })

  test('by comments and by a recipe at once is refused', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    const both = whatever({ stems: [bass], recipe: { stems: [] } }) as { readonly stems: string }
    expect(await refusalOf(on.app.mixes.request({ postId, requester: ann, ...both }))).toMatchObject({
      faults: [{ field: 'stems', code: 'MALFORMED', expected: 'left out beside a recipe' }],
    })
  })

  test('is refused with its reason, and changes nothing', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await song(on)
    const other = await answered(on, await posted(on, ann), bob)
    const before = await on.rows()
    const ask = (stems: unknown, requester = ann, id = postId) =>
      refusalOf(on.app.mixes.request({ postId: id, requester, stems: whatever(stems) }))
    expect(await ask([bass], bob)).toEqual({ type: 'NotThePostAuthor', postId })
    expect(await ask([bass, other, 99])).toEqual({ type: 'NotCommentsOfThePost', postId, ids: [other, 99] })
    expect(await ask([bass, bass])).toEqual({ type: 'StemRepeated', ids: [bass] })
    expect(await ask('one, two')).toMatchObject({ faults: [{ field: 'stems', code: 'MALFORMED' }] })
    expect(await ask([bass], ann, postIdOf(99))).toEqual({ type: 'PostNotFound', id: 99 })
    expect(await on.rows()).toEqual(before)
  })

  test('for a hundred thousand stems is too many, and no database is asked about all of them', async () => {
    const on = world()
    const { ann, postId } = await song(on)
    const asked: number[] = []
    const app = on.having({
      unitOfWork: {
        run: (work) =>
          on.ports.unitOfWork.run((transaction) => {
            const { comments } = transaction
            const ofPost: typeof comments.ofPost = (id, ids) => {
              asked.push(ids.length)
              return comments.ofPost(id, ids)
            }
            return work({ ...transaction, comments: { ...comments, ofPost } })
          }),
      },
    })
    const stems = Array.from({ length: 100_000 }, (_, at) => at + 1)
    const refusal = await refusalOf(app.mixes.request({ postId, requester: ann, stems }))
    expect(refusal).toEqual({ type: 'TooManyStems', maximum: 32, given: 100_000 })
    expect(asked).toEqual([32])
  })

  test('saving fails, so it fails', async () => {
    const steps = ['unitOfWork.run', 'posts.byId', 'comments.ofPost', 'mixes.ofPost', 'mixes.save', 'jobs.add']
    expect(
      await saysSoWhenAnythingFails({
        given: song,
        act: ({ app }, { ann, postId, bass }) => app.mixes.request({ postId, requester: ann, stems: [bass] }),
      }),
    ).toEqual([...steps, 'unitOfWork.commit'])
  })

  test('of nothing: saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        const story = await song(on)
        await valueOf(on.app.mixes.request({ postId: story.postId, requester: story.ann, stems: [story.bass] }))
        await on.work()
        return story
      },
      act: ({ app }, { ann, postId }) => app.mixes.request({ postId, requester: ann, stems: [] }),
    })
    expect(failed.slice(-6)).toEqual([
      'comments.ofPost',
      'mixes.save',
      'mixRevisions.add',
      'posts.save',
      'mixRevisions.hasMaster',
      'unitOfWork.commit',
    ])
  })
})

describe('queueing again what waits', () => {
  test('takes what no worker holds, and nothing else', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await song(on)
    const second = await posted(on, ann)
    const drums = await answered(on, second, bob)
    await valueOf(on.app.mixes.request({ postId: second, requester: ann, stems: [drums] }))
    await on.work()
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    expect(await valueOf(requeueWaitingMixes(on.ports)())).toBe(1)
    expect(await on.jobs()).toEqual([{ type: 'render-mix', postId }])
  })

  test('takes a mix whose worker did not come back, at the end of its lease and not before', async () => {
    const on = world()
    const { ann, postId, bass } = await song(on)
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    on.audio.breakDown()
    await worker(on).render(postId)
    on.clock.advance(DEFAULT_LEASE - 1)
    expect(await valueOf(requeueWaitingMixes(on.ports)())).toBe(0)
    on.clock.advance(1)
    expect(await valueOf(requeueWaitingMixes(on.ports)())).toBe(1)
    on.audio.repair()
    await on.work()
    expect((await on.rows()).mixes.get(postId)).toMatchObject({ state: 'rendered', attempt: 2 })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        const { ann, postId, bass } = await song(on)
        await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
      },
      act: (on) => requeueWaitingMixes({ ...on.fault.through(on.ports) })(),
    })
    expect(failed).toEqual(['unitOfWork.run', 'mixes.waiting', 'jobs.add', 'mixProposals.waiting', 'unitOfWork.commit'])
  })
})
