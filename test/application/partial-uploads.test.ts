import { err, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { queueSweep } from '#application/track/sweep-orphans.ts'
import type { UploadOf } from '#application/track/go-on-with-upload.ts'
import type { ByteStream } from '#application/track/audio.ts'
import { bytesOf } from '#adapters/testing/bytes.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { MAX_KEPT_UPLOADS, UPLOAD_LIFETIME } from '#domain/track/partial-upload.ts'
import { active, POST_FORM, sound } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const WHOLE = sound(100)
const HALF = 100

async function* cutOff(bytes: Uint8Array): ByteStream<{ readonly type: 'ClientGone' }> {
  yield ok(bytes)
  yield err({ type: 'ClientGone' })
}

const begun = async () => {
  const on = world()
  const owner = await active(on, 'Ann')
  const { id, offset } = await valueOf(on.app.uploads.begin({ owner, length: WHOLE.length }))
  expect(offset).toBe(0)
  return { on, of: { id, owner }, stranger: await active(on, 'Bob') }
}

const halfSent = async (on: World): Promise<UploadOf> => {
  const owner = await active(on, 'Ann')
  const { id } = await valueOf(on.app.uploads.begin({ owner, length: WHOLE.length }))
  await valueOf(on.app.uploads.append({ id, owner, offset: 0 }, arriving(WHOLE.slice(0, HALF))))
  return { id, owner }
}

const allKept = async (on: World) => valueOf(on.ports.partialUploads.all())

const NOT_FOUND = { type: 'UploadNotFound' }

describe('an upload in parts', () => {
  test('goes on after it broke off, and a post is made of it', async () => {
    const { on, of } = await begun()
    const { uploads } = on.app
    const broken = uploads.append({ ...of, offset: 0 }, cutOff(WHOLE.slice(0, HALF)))
    expect(await refusalOf(broken)).toEqual({ type: 'ClientGone' })
    expect(await valueOf(uploads.read(of))).toMatchObject({ offset: HALF, length: WHOLE.length })
    expect(await refusalOf(uploads.take(of))).toEqual({ type: 'UploadIncomplete', offset: HALF, length: WHOLE.length })
    const rest = uploads.append({ ...of, offset: HALF }, arriving(WHOLE.slice(HALF)))
    expect(await valueOf(rest)).toMatchObject({ offset: WHOLE.length })
    const track = await valueOf(uploads.take(of))
    const id = await valueOf(on.app.posts.create({ author: of.owner, ...POST_FORM, track }))
    const { bytes } = await valueOf(on.app.media.read((await valueOf(on.app.posts.read(id))).track))
    expect(Buffer.from(await bytesOf(bytes))).toEqual(Buffer.from(WHOLE))
    expect(on.files.staged()).toEqual([])
    await valueOf(uploads.drop(of))
    expect(await refusalOf(uploads.read(of))).toEqual(NOT_FOUND)
  })

  test('is there for nobody but whoever began it', async () => {
    const { on, of, stranger } = await begun()
    const { uploads } = on.app
    const others = { ...of, owner: stranger }
    expect(await refusalOf(uploads.read(others))).toEqual(NOT_FOUND)
    expect(await refusalOf(uploads.append({ ...others, offset: 0 }, arriving(WHOLE)))).toEqual(NOT_FOUND)
    expect(await refusalOf(uploads.take(others))).toEqual(NOT_FOUND)
    expect(await refusalOf(uploads.drop(others))).toEqual(NOT_FOUND)
    expect(await valueOf(uploads.read(of))).toMatchObject({ offset: 0 })
  })

  test('is refused above the maximum, the host’s or the caller’s', async () => {
    const { on, of } = await begun()
    const begin = (length: number, maximumBytes?: number) =>
      on.app.uploads.begin({ owner: of.owner, length, ...(maximumBytes !== undefined && { maximumBytes }) })
    expect(await refusalOf(begin(11, 10))).toEqual({ type: 'TooLarge', maximumBytes: 10 })
    expect(await refusalOf(begin(1_000_001, 60_000_000))).toEqual({ type: 'TooLarge', maximumBytes: 1_000_000 })
  })

  test('is over after a day, and swept', async () => {
    const { on, of } = await begun()
    await on.pass(UPLOAD_LIFETIME - 1)
    await valueOf(on.app.uploads.read(of))
    await on.pass(1)
    expect(await refusalOf(on.app.uploads.read(of))).toEqual(NOT_FOUND)
    expect(await valueOf(on.ports.partialUploads.all())).toHaveLength(1)
    on.chance.queueRolls(0)
    await valueOf(queueSweep(on.ports)())
    await on.work()
    expect(await valueOf(on.ports.partialUploads.all())).toEqual([])
  })

  test('gives way to newer ones when there are too many of one user, and when it is over', async () => {
    const { on, of, stranger } = await begun()
    const { uploads } = on.app
    await valueOf(uploads.begin({ owner: stranger, length: 5 }))
    for (let more = 0; more < MAX_KEPT_UPLOADS - 1; more++) {
      await on.pass(1)
      await valueOf(uploads.begin({ owner: of.owner, length: 5 }))
    }
    await valueOf(uploads.read(of))
    await valueOf(uploads.begin({ owner: of.owner, length: 5 }))
    expect(await refusalOf(uploads.read(of))).toEqual(NOT_FOUND)
    expect(await valueOf(on.ports.partialUploads.all())).toHaveLength(MAX_KEPT_UPLOADS + 1)
    await on.pass(UPLOAD_LIFETIME)
    await valueOf(uploads.begin({ owner: of.owner, length: 5 }))
    expect(await valueOf(on.ports.partialUploads.all())).toHaveLength(1)
  })

  test.for([
    ['begin', (on: World, { owner }: UploadOf) => on.app.uploads.begin({ owner, length: 5 })],
    ['read', (on: World, of: UploadOf) => on.app.uploads.read(of)],
    [
      'append',
      (on: World, of: UploadOf) => on.app.uploads.append({ ...of, offset: HALF }, arriving(WHOLE.slice(HALF))),
    ],
    ['drop', (on: World, of: UploadOf) => on.app.uploads.drop(of)],
  ] as const)('says so when anything that %s calls fails', async ([, act]) => {
    expect((await saysSoWhenAnythingFails<UploadOf>({ given: halfSent, act, look: allKept })).length).toBeGreaterThan(0)
  })

  test('says so when the folder is out of reach, and goes on afterwards', async () => {
    const { on, of } = await begun()
    const { uploads } = on.app
    on.outage.breakDown('files')
    await expectUnavailable(uploads.begin({ owner: of.owner, length: 5 }))
    await expectUnavailable(uploads.read(of))
    await expectUnavailable(uploads.append({ ...of, offset: 0 }, arriving(WHOLE)))
    await expectUnavailable(uploads.take(of))
    await expectUnavailable(uploads.drop(of))
    on.outage.repair('files')
    expect(await valueOf(uploads.append({ ...of, offset: 0 }, arriving(WHOLE)))).toMatchObject({ offset: WHOLE.length })
  })
})
