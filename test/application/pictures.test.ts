import { describe, expect, test } from 'vitest'
import { IMAGE_SIZES, MAX_IMAGE_BYTES } from '#domain/image/image.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { bytesOf } from '#adapters/testing/bytes.ts'
import { bomb, png, seen } from '../images/pictures.ts'
import { active, posted, signedUp, staged } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const nobody = 99 as UserId

type Change = { readonly picture?: Buffer | null; readonly background?: Buffer | null; readonly by?: UserId }

const stagedOr = async (on: World, file: Buffer | null | undefined) =>
  file === undefined || file === null ? file : staged(on, file)

const change = async (on: World, id: UserId, { picture, background, by = id }: Change) =>
  on.app.users.changePictures({
    id,
    editor: by,
    picture: await stagedOr(on, picture),
    background: await stagedOr(on, background),
  })

const changed = async (on: World, id: UserId, given: Change): Promise<void> => {
  const result = await change(on, id, given)
  if (result.isErr()) throw new Error('refused', { cause: result.error })
}

const refused = async (on: World, id: UserId, given: Change) => {
  const result = await change(on, id, given)
  expect(on.files.staged()).toEqual([])
  return result._unsafeUnwrapErr()
}

const shown = (on: World, id: UserId) => valueOf(on.app.users.read(id, null))

const picturesAt = async (on: World, ...paths: readonly (MediaPath | null)[]) =>
  Promise.all(paths.map(async (path) => seen(await bytesOf((await valueOf(on.app.media.read(String(path)))).bytes))))

const smallerOf = (path: MediaPath | null) => String(path).replace('_400.', '_200.') as MediaPath

describe('pictures of a person', () => {
  test('are cropped to their sizes, shown everywhere, and lie where their owner’s files do', async () => {
    const on = world()
    const ann = await active(on)
    await changed(on, ann, { picture: await png(64, 32), background: await png(32, 64) })
    const { picture, background } = await shown(on, ann)
    expect(picture).toMatch(new RegExp(`^user_${ann}/profile_img_[0-9a-f]{16}_400\\.webp$`))
    expect(background).toMatch(new RegExp(`^user_${ann}/profile_bg_[0-9a-f]{16}_750\\.webp$`))
    const [first, second] = IMAGE_SIZES.picture
    expect(await picturesAt(on, picture, smallerOf(picture), background)).toMatchObject([
      { ...first, left: 'red', right: 'blue' },
      { ...second, left: 'red', right: 'blue' },
      { ...IMAGE_SIZES.background[0], left: 'red', right: 'blue' },
    ])
    const postId = await posted(on, ann)
    expect((await valueOf(on.app.posts.read(postId))).author).toMatchObject({ id: ann, picture })
    expect(on.files.staged()).toEqual([])
  })

  test('stay where nothing is sent, go where the picture is null, and their files go after the commit', async () => {
    const on = world()
    const ann = await active(on)
    await changed(on, ann, { picture: await png(8, 8), background: await png(8, 8) })
    const before = await shown(on, ann)
    await changed(on, ann, {})
    expect(await shown(on, ann)).toEqual(before)
    await changed(on, ann, { picture: null })
    expect(await shown(on, ann)).toEqual({ ...before, picture: null })
    expect(on.files.paths()).toHaveLength(3)
    await on.work()
    expect(on.files.paths()).toEqual([before.background])
    await changed(on, ann, { picture: null, background: null })
    await on.work()
    expect(on.files.paths()).toEqual([])
  })

  test('are called anew at every upload, also of the same file', async () => {
    const on = world()
    const ann = await active(on)
    const file = await png(8, 8)
    await changed(on, ann, { picture: file })
    const { picture: first } = await shown(on, ann)
    await changed(on, ann, { picture: file })
    const { picture: second } = await shown(on, ann)
    expect(second).not.toBe(first)
    await on.work()
    expect(new Set(on.files.paths())).toEqual(new Set([smallerOf(second), second]))
  })

  test('are their owner’s alone, and nobody else’s file is looked at', async () => {
    const on = world()
    const [ann, bob] = [await active(on), await active(on, 'Bob')]
    const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
    const picture = await bomb(7000, 6000)
    expect(await refused(on, ann, { picture, by: bob })).toEqual({ type: 'NotTheOwner', userId: ann })
    for (const id of [nobody, pending]) expect(await refused(on, id, { picture })).toEqual({ type: 'UserNotFound', id })
    expect(on.files.paths()).toEqual([])
  })

  test('are refused by their name and leave nothing, also what came with them', async () => {
    const on = world()
    const ann = await active(on)
    const good = await png(8, 8)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    expect(await refused(on, ann, { picture: svg })).toEqual({ type: 'ImageUnsupported', field: 'picture' })
    expect(await refused(on, ann, { picture: Buffer.alloc(0) })).toMatchObject({ type: 'ImageUnsupported' })
    expect(await refused(on, ann, { picture: good, background: (await png(99, 99)).subarray(0, 120) })).toEqual({
      type: 'ImageUndecodable',
      field: 'background',
    })
    expect(await refused(on, ann, { picture: await bomb(8000, 5001) })).toEqual({
      type: 'ImageTooLarge',
      field: 'picture',
      claimed: { width: 8000, height: 5001 },
      maximumPixels: 40_000_000,
    })
    expect(await refused(on, ann, { picture: Buffer.alloc(MAX_IMAGE_BYTES + 1) })).toEqual({
      type: 'TooLarge',
      maximumBytes: MAX_IMAGE_BYTES,
    })
    expect(await shown(on, ann)).toMatchObject({ picture: null, background: null })
    expect(on.files.paths()).toEqual([])
  })

  test('go with the account', async () => {
    const on = world()
    const ann = await active(on)
    await changed(on, ann, { picture: await png(8, 8), background: await png(8, 8) })
    await posted(on, ann)
    await valueOf(on.app.accounts.delete({ id: ann, remover: ann }))
    await on.work()
    expect(on.files.paths()).toEqual([])
  })

  test('answer an outage of whatever makes pictures, and nothing is left', async () => {
    const on = world()
    const ann = await active(on)
    const picture = await staged(on, await png(8, 8))
    on.outage.breakDown('images')
    await expectUnavailable(on.app.users.changePictures({ id: ann, editor: ann, picture }))
    on.outage.repair()
    expect([on.files.staged(), on.files.paths()]).toEqual([[], []])
    await changed(on, ann, { picture: null })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: (on, ann) =>
        on.app.users
          .changePictures({ id: ann, editor: ann, background: null })
          .andThen(() => on.app.users.read(ann, ann)),
    })
    expect(failed).toContain('users.setPictures')
  })
})

describe('the picture of a post', () => {
  const form = { title: '봄밤', instruments: 'Guitar', genres: 'Pop' }

  test('comes with the post, is replaced, stays, is removed, and its files follow', async () => {
    const on = world()
    const ann = await active(on)
    const track = await staged(on)
    const id = await valueOf(
      on.app.posts.create({ author: ann, ...form, track, image: await staged(on, await png(60, 30)) }),
    )
    const image = async () => (await valueOf(on.app.posts.read(id))).image
    const edit = async (sent: { readonly title?: string }, file?: Buffer | null) =>
      valueOf(on.app.posts.edit({ id, editor: ann, ...sent, image: await stagedOr(on, file) }))
    const first = await image()
    expect(first).toMatch(new RegExp(`^user_${ann}/Post_${id}/post_img_[0-9a-f]{16}_750\\.webp$`))
    expect(await picturesAt(on, first)).toMatchObject([{ width: 750, height: 750, left: 'red', right: 'blue' }])
    await edit({ title: '새 제목' })
    expect(await image()).toBe(first)
    await edit({ title: '더 새 제목' }, await png(8, 8))
    const second = await image()
    expect(second).not.toBe(first)
    await on.work()
    expect(on.files.paths()).toContain(second)
    expect(on.files.paths()).not.toContain(first)
    await edit({}, null)
    expect(await image()).toBeNull()
    await on.work()
    expect([on.uploads().length, on.files.staged()]).toEqual([1, []])
    expect(await valueOf(on.app.posts.read(id))).toMatchObject({ title: '더 새 제목' })
  })

  test('that is none refuses the whole post or change, and nothing is left of it', async () => {
    const on = world()
    const ann = await active(on)
    const text = Buffer.from('a picture, they said')
    const refusal = on.app.posts.create({
      author: ann,
      ...form,
      track: await staged(on),
      image: await staged(on, text),
    })
    expect(await refusalOf(refusal)).toEqual({ type: 'ImageUnsupported', field: 'image' })
    expect([on.files.paths(), on.files.staged()]).toEqual([[], []])
    const id = await posted(on, ann)
    const before = await valueOf(on.app.posts.read(id))
    const edit = on.app.posts.edit({ id, editor: ann, title: 'x', image: await staged(on, text) })
    expect(await refusalOf(edit)).toEqual({ type: 'ImageUnsupported', field: 'image' })
    expect(await valueOf(on.app.posts.read(id))).toEqual(before)
    expect(on.files.staged()).toEqual([])
  })

  test('is its author’s to change', async () => {
    const on = world()
    const [ann, bob] = [await active(on), await active(on, 'Bob')]
    const id = await posted(on, ann)
    const image = await staged(on, await png(8, 8))
    expect(await refusalOf(on.app.posts.edit({ id, editor: bob, image }))).toMatchObject({
      type: 'NotThePostAuthor',
    })
    expect(on.files.staged()).toEqual([])
  })
})
