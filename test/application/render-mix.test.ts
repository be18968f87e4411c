import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { readWave } from '#adapters/memory/media/memory-wave.ts'
import { DEFAULT_LEASE, MAX_ATTEMPTS } from '#domain/mix/mix.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import { filesOf } from '#domain/track/stem.ts'
import type { Ingest, MediaPath } from '#domain/track/track.ts'
import { gatherBytes, someBytes, streamOf } from '#adapters/testing/bytes.ts'
import { postIdOf, renderingMix } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answered, song, masterOf, mixOf, requested } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { worker } from './workers.ts'
import { type World, world } from './world.ts'

/** The samples of a master, which is a WAV in memory. */
const heard = async (on: World, path: MediaPath | null) => {
  const blob = await valueOf(on.app.media.read(path!))
  return readWave((await gatherBytes(blob.bytes))._unsafeUnwrap())._unsafeUnwrap().samples
}

const stemOf = async (on: World, postId: PostId, bass: CommentId): Promise<MediaPath> => {
  const [comment] = await valueOf(on.ports.unitOfWork.run(({ comments }) => comments.ofPost(postId, [bass])))
  return (comment!.track.ingest as Extract<Ingest, { status: 'ready' }>).stem.path
}

const nothingToRender = (postId: PostId) => ({ type: 'NothingToRender', postId })

describe('rendering a mix', () => {
  test('puts the sum of all stems in place, as long as the longest', async () => {
    const on = world()
    const { postId } = await requested(on)
    await valueOf(worker(on).render(postId))
    const master = await masterOf(on, postId)
    expect(master).toBe('user_1/Post_1/master_r1_a1.mp3')
    const expected = Float32Array.from({ length: 192 }, (_, at) =>
      at < 96 ? Math.fround(0.1) + Math.fround(0.2) : 0.2,
    )
    const samples = await heard(on, master)
    expect(samples).toHaveLength(192)
    samples.forEach((sample, at) => expect(sample).toBeCloseTo(expected[at]!, 6))
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', attempt: 1, finishedAt: on.clock.now() })
    expect(on.files.staged()).toEqual([])
  })

  test('twice gives the same master', async () => {
    const on = world()
    const { ann, postId, bass } = await requested(on)
    await on.work()
    const first = await heard(on, await masterOf(on, postId))
    // Else it would not be rendered again.
    await valueOf(on.ports.blobs.remove((await masterOf(on, postId))!))
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
    await on.work()
    expect(await heard(on, await masterOf(on, postId))).toEqual(first)
  })

  test('is nothing to do where none waits', async () => {
    const on = world()
    const { postId } = await song(on)
    expect(await refusalOf(worker(on).render(postId))).toEqual(nothingToRender(postId))
    expect(await refusalOf(worker(on).render(postIdOf(99)))).toEqual(nothingToRender(postIdOf(99)))
    expect((await on.app.worker.performJob({ type: 'render-mix', postId })).isOk()).toBe(true)
  })

  test('is given up after 30 workers that did not come back; the old master stays', async () => {
    const on = world()
    const { postId } = await requested(on)
    await on.work()
    const master = await masterOf(on, postId)
    const stuck = renderingMix({ postId, attempt: MAX_ATTEMPTS, leaseUntil: on.clock.now() })
    await valueOf(on.ports.unitOfWork.run(({ mixes }) => mixes.save(stuck)))
    expect(await refusalOf(worker(on).render(postId))).toEqual(nothingToRender(postId))
    expect(await mixOf(on, postId)).toMatchObject({ state: 'failed', reason: 'GAVE_UP' })
    expect(await masterOf(on, postId)).toBe(master)
  })

  test('makes a stem again whose file was lost, from the upload', async () => {
    const on = world()
    const { ann, postId, bass } = await requested(on)
    await on.work()
    const path = await stemOf(on, postId, bass)
    await valueOf(on.ports.blobs.remove(path))
    const recipe = { stems: [{ comment: bass, gainDb: -3 }] }
    await valueOf(on.app.mixes.request({ postId, requester: ann, recipe }))
    await on.work()
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', revision: 2 })
    expect(await valueOf(on.ports.blobs.read(path))).not.toBeNull()
  })

  test('fails for good where a lost stem cannot be made again, and keeps what is known of it', async () => {
    const on = world()
    const { ann, postId, bass } = await requested(on)
    await on.work()
    const read = async () =>
      (await valueOf(on.ports.unitOfWork.run(({ comments }) => comments.ofPost(postId, [bass]))))[0]!.track
    const before = await read()
    for (const path of filesOf(before)) await valueOf(on.ports.blobs.remove(path))
    await valueOf(on.app.mixes.request({ postId, requester: ann, recipe: { stems: [{ comment: bass, gainDb: -3 }] } }))
    await on.work()
    expect(await mixOf(on, postId)).toMatchObject({ state: 'failed', reason: 'STEM_MISSING' })
    expect(await read()).toEqual(before)
  })

  test('fails for good where the file of a track is gone; the old master stays', async () => {
    const on = world()
    const { ann, bob, postId, bass } = await requested(on)
    await on.work()
    const master = await masterOf(on, postId)
    const drums = await answered(on, postId, bob)
    const { track } = await valueOf(on.app.comments.read(drums))
    await valueOf(on.ports.blobs.remove(track))
    await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass, drums] }))
    await on.work()
    expect(await mixOf(on, postId)).toMatchObject({ state: 'failed', reason: 'STEM_MISSING', revision: 2 })
    expect(await masterOf(on, postId)).toBe(master)
    expect(on.files.staged()).toEqual([])
    expect(await on.jobs()).toEqual([])
  })

  test('fails for good where the file of a stem is damaged', async () => {
    const on = world()
    const { postId, bass } = await requested(on)
    await on.work()
    const master = await masterOf(on, postId)
    const path = await stemOf(on, postId, bass)
    await valueOf(on.ports.blobs.remove(path))
    const noFlac = await valueOf(on.ports.staging.receive(streamOf([someBytes(50)]).stream, { maximumBytes: 50 }))
    await valueOf(on.ports.blobs.keep(noFlac, path))
    const recipe = { stems: [{ comment: bass, gainDb: -3 }] }
    await valueOf(on.app.mixes.request({ postId, requester: (await on.rows()).posts.get(postId)!.authorId, recipe }))
    await on.work()
    expect(await mixOf(on, postId)).toMatchObject({ state: 'failed', reason: 'STEM_UNDECODABLE' })
    expect(await masterOf(on, postId)).toBe(master)
  })

  test('fails for good where the master is larger than a file can be', async () => {
    const on = world()
    const { postId } = await requested(on)
    const staging = { ...on.ports.staging, receive: () => errAsync({ type: 'TooLarge', maximumBytes: 1 } as const) }
    await valueOf(worker(on, { staging }).render(postId))
    expect(await mixOf(on, postId)).toMatchObject({ state: 'failed', reason: 'STEM_UNDECODABLE' })
  })

  test('is tried again where nothing can decode now, once the lease is over', async () => {
    const on = world()
    const { postId } = await requested(on)
    on.audio.breakDown()
    const job = { type: 'render-mix', postId } as const
    expect(await refusalOf(on.app.worker.performJob(job))).toMatchObject({ cause: { type: 'AudioUnavailable' } })
    on.audio.repair()
    expect((await on.app.worker.performJob(job)).isOk()).toBe(true)
    expect(await masterOf(on, postId)).toBeNull()
    on.clock.advance(DEFAULT_LEASE)
    expect((await on.app.worker.performJob(job)).isOk()).toBe(true)
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', attempt: 2 })
  })

  test('puts the master in place even if the staging area cannot be emptied', async () => {
    const on = world()
    const { postId } = await requested(on)
    const broken = { type: 'Unavailable', what: 'files', cause: 'full' } as const
    const staging = { ...on.ports.staging, discard: () => errAsync(broken) }
    await valueOf(worker(on, { staging }).render(postId))
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered' })
  })

  test('saving fails, so it fails, and the old master stays', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        const story = await requested(on)
        await on.work()
        const recipe = { stems: [{ comment: story.bass, gainDb: -1 }] }
        await valueOf(on.app.mixes.request({ postId: story.postId, requester: story.ann, recipe }))
        return story
      },
      act: (on, { postId }) => worker(on).render(postId),
      forgives: ['staging.discard'],
      look: async (on) => {
        const mix = await mixOf(on, postIdOf(1))
        const isOver = mix?.state === 'rendered' || mix?.state === 'failed'
        return { isOver, revision: mix?.revision, master: await masterOf(on, postIdOf(1)) }
      },
    })
    expect(failed).toEqual(
      expect.arrayContaining([
        'mixes.save',
        'blobs.read',
        'staging.receive',
        'blobs.keep',
        'mixRevisions.add',
        'posts.save',
      ]),
    )
  })

  test('that failed for good is not said to be over if saving that fails', async () => {
    await saysSoWhenAnythingFails({
      given: async (on) => {
        const story = await requested(on)
        const { track, ingest } = await valueOf(on.app.comments.read(story.bass))
        await valueOf(on.ports.blobs.remove(track))
        if (ingest.status === 'ready') await valueOf(on.ports.blobs.remove(ingest.stem.path))
        return story
      },
      act: (on, { postId }) => worker(on).render(postId),
      // The upload is gone, whatever else fails beside it.
      forgives: ['audioEncoder.encode', 'staging.receive'],
      look: async (on) => (await mixOf(on, postIdOf(1)))?.state === 'failed',
    })
  })
})
