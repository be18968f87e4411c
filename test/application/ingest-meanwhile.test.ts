import { err, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import type { Ports } from '#application/ports.ts'
import type { AudioDecoder } from '#application/track/audio.ts'
import type { TrackOf } from '#application/track/ports.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { bytesOf, sha256Of } from '#adapters/testing/bytes.ts'
import { gate, valueOf } from '#adapters/testing/contracts/subject.ts'
import { song } from './given.ts'
import { stoppingAt } from './stopping.ts'
import { type World, world } from './world.ts'

const ingest = (on: World, which: TrackOf, ports: Partial<Ports> = {}) =>
  on.having(ports).worker.performJob({ type: 'ingest-track', ...which })

/** What became of the comment's track; its files, and what of each is in them. */
const left = async (on: World, { postId, commentId }: TrackOf) => {
  const { posts, comments } = await on.rows()
  const { ingest: found } = (commentId === null ? posts.get(postId) : comments.get(commentId))!.track
  const files = await Promise.all(
    on.files
      .paths()
      .toSorted()
      .map(async (path) => [path, await digestOf(on, path)]),
  )
  return { found, files }
}

const digestOf = async ({ ports }: World, path: MediaPath) =>
  sha256Of(await bytesOf((await valueOf(ports.blobs.read(path)))!.bytes))

/** A worker stops before each of its calls in turn, something happens, and it goes on, or never comes back. */
const atEachCall = async <Seen>(
  meanwhile: (on: World, story: Awaited<ReturnType<typeof song>>) => Promise<unknown>,
  look: (on: World, which: TrackOf) => Promise<Seen>,
  comesBack = true,
) => {
  const seen: Seen[] = []
  for (let call = 0; ; call++) {
    const on = world()
    const story = await song(on)
    const which = { postId: story.postId, commentId: story.bass }
    const slow = stoppingAt(on.ports, call)
    const late = ingest(on, which, slow.ports)
    const hasStopped = await Promise.race([slow.stopped, late.map(() => false).unwrapOr(false)])
    if (!hasStopped) return { seen, calls: slow.calls }
    await meanwhile(on, story)
    if (comesBack) {
      slow.release()
      expect((await late).isOk(), `stopped before ${slow.calls[call]}`).toBe(true)
    }
    seen.push(await look(on, which))
  }
}

const undisturbed = async () => {
  const on = world()
  const { postId, bass } = await song(on)
  await on.work()
  return left(on, { postId, commentId: bass })
}

/** A worker whose decoder comes to another end, and only once another worker is done. */
const afterAnother = async (decode: AudioDecoder['decode']) => {
  const on = world()
  const { postId, bass } = await song(on)
  const which = { postId, commentId: bass }
  const [reached, held] = [gate(), gate()]
  const late = ingest(on, which, {
    audioDecoder: {
      async *decode(...asked) {
        reached.open()
        await held.opened
        yield* decode(...asked)
      },
    },
  })
  await reached.opened
  await on.work()
  held.open()
  await valueOf(late)
  expect(await left(on, which)).toEqual(await undisturbed())
  expect(on.files.staged()).toEqual([])
}

/** Else a worker would have been stopped at next to nothing. */
const MANY = 15

describe('while a track is ingested', () => {
  test('another worker that does the same makes the same stem, wherever the first stopped', async () => {
    const { seen, calls } = await atEachCall((on) => on.work(), left)
    expect(calls.length).toBeGreaterThan(MANY)
    expect(new Set(calls)).toContain('blobs.keep')
    expect(seen).toHaveLength(calls.length)
    for (const one of seen) expect(one).toEqual(await undisturbed())
  })

  test('a worker that never comes back leaves no other stem than the next one makes', async () => {
    const { seen } = await atEachCall((on) => on.work(), left, false)
    expect(seen.length).toBeGreaterThan(MANY)
    for (const one of seen) expect(one).toEqual(await undisturbed())
  })

  test.each(['post', 'comment'] as const)('a %s that is deleted leaves no file, wherever it was', async (what) => {
    const { seen, calls } = await atEachCall(
      async (on, { postId, bass, ann, bob }) => {
        await valueOf(
          what === 'post'
            ? on.app.posts.delete({ id: postId, remover: ann })
            : on.app.comments.delete({ id: bass, remover: bob }),
        )
        await on.work()
      },
      async (on) => {
        const files = on.files.paths().filter((path) => path.includes(what === 'post' ? 'user_' : 'comment_'))
        return [...files, ...on.files.staged()]
      },
    )
    expect(calls.length).toBeGreaterThan(MANY)
    expect(seen).toHaveLength(calls.length)
    expect(seen.flat()).toEqual([])
  })

  test('a worker that gives up late does not fail a track that another made a stem', () =>
    afterAnother(async function* () {
      yield err({ type: 'AudioUndecodable', cause: 'not decoded within 120000 ms' })
    }))

  test('a worker with another decoder, which comes late, leaves the stem as it is and no files of its own', () =>
    afterAnother(async function* () {
      yield ok(new Float32Array(10).fill(0.3))
    }))
})
