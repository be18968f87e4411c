import { okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import type { TrackOf } from '#application/track/ports.ts'
import { MINUTE } from '#domain/shared/instant.ts'
import { uploadOf } from '#domain/track/stem.ts'
import type { Stem } from '#domain/track/track.ts'
import { commentIdOf, postIdOf } from '#adapters/testing/fixtures.ts'
import { bytesOf } from '#adapters/testing/bytes.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { answered, posted, active, samplesOfStem, song, sound } from './given.ts'
import { type World, world } from './world.ts'

const ingest = (on: World, which: TrackOf) => on.app.worker.performJob({ type: 'ingest-track', ...which })

const ingestOf = async (on: World, postId: TrackOf['postId']) => (await on.rows()).posts.get(postId)!.track.ingest

const stemOf = async (on: World, postId: TrackOf['postId']): Promise<Stem> => {
  const found = await ingestOf(on, postId)
  if (found.status !== 'ready') throw new Error(`the track is ${found.status}`)
  return found.stem
}

const samplesIn = async (on: World, path: Stem['path']): Promise<readonly number[]> => [
  ...(await samplesOfStem(on, path)),
]

describe('ingesting a track', () => {
  test('is queued with the upload, and makes it a stem with peaks and levels', async () => {
    const on = world()
    const ann = await active(on)
    const postId = await posted(on, ann, sound(48_000, 0.5))
    expect(await ingestOf(on, postId)).toEqual({ status: 'processing' })
    await on.work()
    const stem = await stemOf(on, postId)
    expect(stem).toMatchObject({ frames: 48_000, headroom: 0, alignment: 'exact' })
    // Between samples the sudden beginning is a little louder than its -6.02 dB.
    expect(stem.truePeak).toBeGreaterThan(-6.02)
    expect(stem.truePeak).toBeLessThan(-4)
    expect(on.files.paths().filter((path) => uploadOf(path) !== path)).toHaveLength(3)
    expect(new Set((await samplesIn(on, stem.path)).slice(0, 10))).toEqual(new Set([0.5]))
  })

  test('keeps sound above full scale whole, in steps of 6 dB', async () => {
    const on = world()
    const postId = await posted(on, await active(on), sound(100, 3))
    await on.work()
    const stem = await stemOf(on, postId)
    expect(stem.headroom).toBe(2)
    expect(new Set(await samplesIn(on, stem.path))).toEqual(new Set([0.75]))
    expect(stem.truePeak).toBeGreaterThan(9.5)
  })

  test('may be repeated: the same files, and no other', async () => {
    const on = world()
    const { postId, bass } = await song(on)
    await on.work()
    const [before, files] = [await stemOf(on, postId), on.files.paths()]
    for (const commentId of [null, bass]) await valueOf(ingest(on, { postId, commentId }))
    expect([await stemOf(on, postId), on.files.paths()]).toEqual([before, files])
  })

  test('of tracks from before is found by the worker', async () => {
    const on = world()
    const withoutJobs = on.having({
      unitOfWork: {
        run: (work) => on.ports.unitOfWork.run((all) => work({ ...all, jobs: { ...all.jobs, add: () => okAsync() } })),
      },
    })
    const postId = await posted({ ...on, app: withoutJobs }, await active(on))
    await valueOf(on.app.worker.start())
    await on.pass(MINUTE)
    await on.work()
    expect((await ingestOf(on, postId)).status).toBe('ready')
  })

  test('says why it failed: the file is gone, or cannot be decoded', async () => {
    const on = world()
    const { postId, ann } = await song(on)
    const track = (await on.rows()).posts.get(postId)!.track
    await valueOf(on.ports.blobs.remove(track.path))
    await on.work()
    expect(await ingestOf(on, postId)).toEqual({ status: 'failed', reason: 'FILE_MISSING' })
    expect(await refusalOf(on.app.posts.waveform(postId))).toEqual({ type: 'TrackFailed' })
    const other = await posted(on, ann)
    const undecodable = on.having({
      audioDecoder: {
        decode: () => on.ports.audioDecoder.decode({ format: 'mp3', bytes: noBytes() }, { maximumFrames: 1 }),
      },
    })
    await valueOf(undecodable.worker.performJob({ type: 'ingest-track', postId: other, commentId: null }))
    expect(await ingestOf(on, other)).toEqual({ status: 'failed', reason: 'UNDECODABLE' })
  })

  test('waits while there is no decoder, and goes on when there is one', async () => {
    const on = world()
    const { postId } = await song(on)
    on.audio.breakDown()
    expect(await refusalOf(ingest(on, { postId, commentId: null }))).toMatchObject({ type: 'JobFailure' })
    expect(await ingestOf(on, postId)).toEqual({ status: 'processing' })
    on.audio.repair()
    await valueOf(ingest(on, { postId, commentId: null }))
    expect((await ingestOf(on, postId)).status).toBe('ready')
  })

  test('of what was deleted meanwhile leaves nothing', async () => {
    const on = world()
    const { postId, bass, bob, ann } = await song(on)
    const { audioDecoder } = on.ports
    const racing = on.having({
      audioDecoder: {
        async *decode(...asked) {
          yield* audioDecoder.decode(...asked)
          await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
        },
      },
    })
    await valueOf(racing.worker.performJob({ type: 'ingest-track', postId, commentId: bass }))
    await valueOf(on.app.posts.delete({ id: postId, remover: ann }))
    await on.work()
    expect([on.files.paths(), on.files.staged()]).toEqual([[], []])
    await valueOf(ingest(on, { postId: postIdOf(99), commentId: null }))
    await valueOf(ingest(on, { postId, commentId: commentIdOf(99) }))
  })
})

async function* noBytes(): AsyncGenerator<never> {}

describe('a waveform', () => {
  test('of a post and of a comment is there once the track is ingested', async () => {
    const on = world()
    const { postId, bass, bob } = await song(on)
    expect(await refusalOf(on.app.posts.waveform(postId))).toEqual({ type: 'TrackProcessing' })
    await on.work()
    const [ofPost, ofComment] = [
      await valueOf(on.app.posts.waveform(postId)),
      await valueOf(on.app.comments.waveform(bass)),
    ]
    const text = new TextDecoder().decode(await bytesOf((await valueOf(on.app.media.read(ofPost))).bytes))
    expect(JSON.parse(text)).toEqual({ sample_rate: 48_000, length_samples: 48, pairs: [0.094, 0.094] })
    expect(ofComment).not.toBe(ofPost)
    const dat = await valueOf(on.app.posts.waveform(postId, 'dat'))
    expect((await valueOf(on.app.media.read(dat))).size).toBe(24 + 2)
    expect(await refusalOf(on.app.posts.waveform(postIdOf(99)))).toMatchObject({ type: 'PostNotFound' })
    expect(await refusalOf(on.app.comments.waveform(commentIdOf(99)))).toMatchObject({ type: 'CommentNotFound' })
    await answered(on, postId, bob)
  })
})
