import { err, errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import type { UserId } from '#domain/shared/id.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, POST_FORM, posted, sound, staged, GOING } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

type Given = { readonly author: UserId; readonly track: StagedFile | undefined; readonly form?: object }

const rowsOf = async (on: World): Promise<number> => {
  const { posts, comments } = await on.rows()
  return posts.size + comments.size
}

type Created = Outcome<number, { readonly type: string; readonly faults?: readonly { readonly field: string }[] }>

/** The two use cases that take an upload; both treat it alike. */
const USE_CASES = {
  'creating a post': {
    given: async (on: World) => ({ author: await active(on) }),
    create: ({ app }: World, { author, track, form = POST_FORM }: Given): Created =>
      app.posts.create(whatever({ author, track, ...form })),
    field: 'track',
    invalid: { ...POST_FORM, title: '' },
    lastStep: 'posts.add',
    kept: 0,
  },
  'answering a post': {
    given: async (on: World) => {
      const author = await active(on)
      await posted(on, author)
      return { author }
    },
    create: ({ app }: World, { author, track, form = { instruments: 'Bass' } }: Given): Created =>
      app.comments.create(whatever({ postId: postIdOf(1), author, track, ...form })),
    field: 'track',
    invalid: { instruments: 'triangle' },
    lastStep: 'comments.add',
    kept: 1,
  },
}

describe.for(Object.entries(USE_CASES))('%s', ([, { given, create, field, invalid, lastStep, kept }]) => {
  const start = async (on: World, bytes?: Uint8Array) => ({ ...(await given(on)), track: await staged(on, bytes) })

  const nothingIsLeft = async (on: World) => {
    expect(on.files.staged()).toEqual([])
    expect(on.uploads()).toHaveLength(kept)
    expect(await rowsOf(on)).toBe(kept)
  }

  test('keeps the track, says how long it is, and empties the staging area', async () => {
    const on = world()
    await valueOf(create(on, await start(on, sound(100))))
    expect(on.files.staged()).toEqual([])
    expect(on.files.paths()).toHaveLength(kept + 1)
    const { posts, comments } = await on.rows()
    const { track } = [...(kept === 0 ? posts : comments).values()].at(-1)!
    expect(track).toMatchObject({ format: 'wav', frames: 100, bytes: sound(100).length, path: on.files.paths().at(-1) })
  })

  test.for([
    ['nothing at all', new Uint8Array(0), { type: 'TrackEmpty' }],
    ['a text', Buffer.from('#EXTM3U\nfile:///etc/passwd'), { type: 'TrackUnsupported', name: null }],
    ['a broken FLAC', Buffer.from('fLaC and then nothing'), { type: 'TrackUndecodable' }],
    ['a WAV without a frame', sound(0), { type: 'TrackWithoutAudio' }],
    ['a frame more than a minute', sound(60 * SAMPLE_RATE + 1), { type: 'TrackTooLong', maximumMinutes: 1 }],
  ] as const)('refuses %s and leaves nothing behind', async ([, bytes, refusal]) => {
    const on = world()
    expect(await refusalOf(create(on, await start(on, bytes)))).toEqual(refusal)
    await nothingIsLeft(on)
  })

  test('takes a whole minute', async () => {
    const on = world()
    expect((await create(on, await start(on, sound(60 * SAMPLE_RATE)))).isOk()).toBe(true)
  })

  test('refuses a container without sound, and a machine that cannot decode, each by its name', async () => {
    for (const [fault, refusal] of [
      [{ type: 'AudioMissing' }, { type: 'TrackWithoutAudio' }],
      [
        { type: 'AudioUnavailable', cause: 'no ffmpeg' },
        { type: 'AudioUnavailable', cause: 'no ffmpeg' },
      ],
    ] as const) {
      const on = world()
      const deaf = on.having({
        audioDecoder: {
          async *decode() {
            yield err(fault)
          },
        },
      })
      expect(await refusalOf(create({ ...on, app: deaf }, await start(on)))).toEqual(refusal)
      await nothingIsLeft(on)
    }
  })

  test.for(Object.entries(GOING))(
    'refuses those who %s while their track is decoded, and leaves nothing',
    async ([, go]) => {
      const on = world()
      await given(on)
      const author = await active(on, 'Zoe')
      const { audioDecoder } = on.ports
      const app = on.having({
        audioDecoder: {
          async *decode(...asked) {
            await go(on, author)
            yield* audioDecoder.decode(...asked)
          },
        },
      })
      const refusal = await refusalOf(create({ ...on, app }, { author, track: await staged(on) }))
      expect(refusal).toEqual({ type: 'NotAuthenticated' })
      await on.work()
      await nothingIsLeft(on)
    },
  )

  test('refuses a bad form without looking at the track, which goes', async () => {
    const on = world()
    expect(await refusalOf(create(on, { ...(await start(on)), form: invalid }))).toMatchObject({
      type: 'InvalidFields',
    })
    await nothingIsLeft(on)
  })

  test('asks for the track and for all else that is missing at once', async () => {
    const on = world()
    const author = await given(on)
    const missing = await refusalOf(create(on, { ...author, track: undefined, form: {} }))
    expect('faults' in missing && missing.faults?.map((fault) => fault.field)).toEqual([
      ...(kept === 0 ? ['title', 'instruments', 'genres'] : ['instruments']),
      field,
    ])
    const only = await refusalOf(create(on, { ...author, track: undefined }))
    expect(only).toEqual({ type: 'InvalidFields', faults: [{ field, code: 'REQUIRED' }] })
  })

  test('succeeds even if the staging area cannot be emptied: that is not what was asked for', async () => {
    const on = world()
    const { staging } = on.ports
    const app = on.having({ staging: { ...staging, discard: () => errAsync(unavailable('files', 'full')) } })
    expect((await create({ ...on, app }, await start(on))).isOk()).toBe(true)
    expect(await rowsOf(on)).toBe(kept + 1)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => start(on),
      act: create,
      forgives: ['staging.discard'],
      look: rowsOf,
    })
    expect(failed).toContain(lastStep)
    expect(failed).toEqual(
      expect.arrayContaining(['staging.read', 'audioSniffer.sniff', 'audioDecoder.decode', 'blobs.keep']),
    )
  })

  test('keeps the file while nobody knows whether the row is there, and only then', async () => {
    for (let failing = 0; ; failing++) {
      const on = world()
      const begun = await start(on)
      on.fault.arm(failing)
      const outcome = await create(on, begun)
      if (!on.fault.hasFailed) break
      const { calls } = on.fault
      const isOwned = outcome.isOk() || calls.includes('blobs.keep')
      const keeps = isOwned && calls.at(-1) !== 'blobs.keep'
      expect(on.files.paths(), calls.at(-1)).toHaveLength(keeps ? kept + 1 : kept)
      expect(on.files.staged(), calls.at(-1)).toHaveLength(calls.at(-1) === 'staging.discard' ? 1 : 0)
    }
  })
})
