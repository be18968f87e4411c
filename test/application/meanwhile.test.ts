import { describe, expect, test } from 'vitest'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { type song, mastersIn, masterOf, mixOf, requested } from './given.ts'
import { stoppingWorker, worker } from './workers.ts'
import { type World, world } from './world.ts'

const FIRST = 'user_1/Post_1/master_r1_a1.mp3'

type Story = Awaited<ReturnType<typeof song>> & { readonly on: World }

/** A request for the same tracks, of which nothing was rendered yet. */
const quieter = ({ postId, ann, bass }: Awaited<ReturnType<typeof song>>, gainDb: number) => ({
  postId,
  requester: ann,
  recipe: { stems: [{ comment: bass, gainDb }] },
})

/** A worker stops at the end of its master, `meanwhile` happens, and then it goes on. */
const during = async (meanwhile: (story: Story) => Promise<unknown>) => {
  const on = world()
  const story = await requested(on)
  await on.work()
  await valueOf(on.app.mixes.request(quieter(story, -1)))
  const slow = stoppingWorker(on)
  const late = slow.render(story.postId)
  await slow.stopped
  await meanwhile({ ...story, on })
  slow.release()
  return { on, outcome: await late, ...story }
}

describe('while a mix is rendered', () => {
  test('a newer request wins, and the rendering that was superseded leaves no file', async () => {
    const { on, outcome, postId } = await during((story) => valueOf(story.on.app.mixes.request(quieter(story, -2))))
    expect(outcome.isErr() && outcome.error).toMatchObject({ type: 'LeaseLost', claim: { revision: 2 } })
    expect(await masterOf(on, postId)).toBe(FIRST)
    await on.work()
    expect(mastersIn(on)).toEqual([FIRST, 'user_1/Post_1/master_r3_a1.mp3'])
  })

  test('an empty request wins at once: the master is the author’s track', async () => {
    const { on, outcome, postId } = await during((story) =>
      valueOf(story.on.app.mixes.request({ postId: story.postId, requester: story.ann, stems: [] })),
    )
    expect(outcome.isErr()).toBe(true)
    await on.work()
    expect(await masterOf(on, postId)).toBe((await on.rows()).posts.get(postId)!.track.path)
    expect(mastersIn(on)).toEqual([FIRST])
  })

  test('a comment that is taken away is not in the master in the end', async () => {
    const { on, outcome, postId } = await during((story) =>
      valueOf(story.on.app.comments.delete({ id: story.bass, remover: story.bob })),
    )
    expect(outcome.isErr() && outcome.error).toMatchObject({ type: 'LeaseLost' })
    await on.work()
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', recipe: defaultRecipe([]), revision: 3 })
    expect(mastersIn(on)).toEqual([])
  })

  test('a post that is deleted takes the late master with it', async () => {
    const { on, outcome, postId } = await during(async (story) => {
      await valueOf(story.on.app.posts.delete({ id: story.postId, remover: story.ann }))
      await story.on.work()
    })
    expect(outcome.isErr() && outcome.error).toMatchObject({ type: 'LeaseLost' })
    expect([await mixOf(on, postId), on.files.paths()]).toEqual([undefined, []])
  })

  test('a stem that vanishes with a newer request does not fail that request', async () => {
    const on = world()
    const { ann, postId, bass } = await requested(on)
    const { blobs } = on.ports
    const blind = worker(on, {
      blobs: {
        ...blobs,
        read: (path) =>
          on.app.mixes
            .request({ postId, requester: ann, stems: [bass] })
            .mapErr((refusal) => refusal as never)
            .andThen(() => blobs.read(path))
            .map(() => null),
      },
    })
    expect(await refusalOf(blind.render(postId))).toMatchObject({ type: 'LeaseLost' })
    expect(await mixOf(on, postId)).toMatchObject({ state: 'requested' })
  })
})
