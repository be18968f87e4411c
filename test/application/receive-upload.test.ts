import { err, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { DEFAULT_OPTIONS } from '#application/soundhub.ts'
import type { ByteStream } from '#application/track/audio.ts'
import { bytesOf } from '#adapters/testing/bytes.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { active, POST_FORM, sound } from './given.ts'
import { world } from './world.ts'

const MAXIMUM = 1000

/** Pieces of a hundred bytes without an end, and how many were taken. */
const endless = () => {
  let taken = 0
  async function* pieces(): ByteStream<never> {
    for (;;) {
      taken++
      yield ok(new Uint8Array(100))
    }
  }
  return { pieces: pieces(), taken: () => taken }
}

async function* cutOff(): ByteStream<{ readonly type: 'ClientGone' }> {
  yield ok(sound(10))
  yield err({ type: 'ClientGone' })
}

describe('receiving an upload', () => {
  test.for([
    ['bytes', (file: Uint8Array) => file],
    ['a stream', (file: Uint8Array) => arriving(file, 7)],
  ] as const)('takes %s, and a post is made of it', async ([, given]) => {
    const on = world()
    const author = await active(on)
    const track = await valueOf(on.app.uploads.receive(given(sound(100))))
    const id = await valueOf(on.app.posts.create({ author, ...POST_FORM, track }))
    const { bytes } = await valueOf(on.app.media.read((await valueOf(on.app.posts.read(id))).track))
    expect(Buffer.from(await bytesOf(bytes))).toEqual(Buffer.from(sound(100)))
    expect(on.files.staged()).toEqual([])
  })

  test('takes what is as large as it may be, and refuses a byte more, without keeping any of it', async () => {
    const on = world({ maximumUploadBytes: MAXIMUM })
    const tooLarge = { type: 'TooLarge', maximumBytes: MAXIMUM }
    for (const given of [new Uint8Array(MAXIMUM + 1), arriving(new Uint8Array(MAXIMUM + 1), 100)])
      expect(await refusalOf(on.app.uploads.receive(given))).toEqual(tooLarge)
    expect(on.files.staged()).toEqual([])
    const file = await valueOf(on.app.uploads.receive(arriving(new Uint8Array(MAXIMUM), 100)))
    expect(on.files.staged()).toHaveLength(1)
    await valueOf(on.app.uploads.discard(file))
  })

  test('may be held to less than the host’s limit, and is held to 50 MB where the host says nothing', async () => {
    const on = world({ maximumUploadBytes: MAXIMUM })
    const refusal = await refusalOf(on.app.uploads.receive(new Uint8Array(11), { maximumBytes: 10 }))
    expect(refusal).toEqual({ type: 'TooLarge', maximumBytes: 10 })
    expect(DEFAULT_OPTIONS.maximumUploadBytes).toBe(50_000_000)
  })

  test('takes no more of a stream than it may', async () => {
    const on = world({ maximumUploadBytes: MAXIMUM })
    const { pieces, taken } = endless()
    expect(await refusalOf(on.app.uploads.receive(pieces))).toMatchObject({ type: 'TooLarge' })
    expect(taken()).toBeLessThanOrEqual(MAXIMUM / 100 + 2)
  })

  test('ends with the fault of its stream, and keeps nothing of it', async () => {
    const on = world()
    expect(await refusalOf(on.app.uploads.receive(cutOff()))).toEqual({ type: 'ClientGone' })
    expect(on.files.staged()).toEqual([])
  })
})

test('an upload that nobody took may be discarded, more than once', async () => {
  const on = world()
  const file = await valueOf(on.app.uploads.receive(sound(10)))
  for (let times = 0; times < 2; times++) await valueOf(on.app.uploads.discard(file))
  expect(on.files.staged()).toEqual([])
})
