import { describe, expect, test } from 'vitest'
import type { ProfileChanges } from '#domain/account/profile.ts'
import type { UserId } from '#domain/shared/id.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, googleUser, posted, signedUp, staff } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const nobody = 99 as UserId

const edit = ({ app }: World, id: UserId, form: ProfileChanges, editor = id) =>
  app.users.editProfile({ id, editor, ...form })

describe('editing a profile', () => {
  test('changes what was sent and keeps the rest', async () => {
    const on = world()
    const ann = await active(on)
    const before = (await on.rows()).users.get(ann)
    await valueOf(edit(on, ann, { nickname: ' 앤 ', genres: 'jazz, Pop' }))
    expect((await on.rows()).users.get(ann)).toEqual({ ...before, nickname: '앤', genres: ['Pop', 'Jazz'] })
    await valueOf(edit(on, ann, { instruments: ['Drums'] }))
    await valueOf(edit(on, ann, {}))
    expect((await on.rows()).users.get(ann)).toMatchObject({ nickname: '앤', instruments: ['Drums'] })
  })

  test('is refused to others, for who is not there, and for what is no nickname', async () => {
    const on = world()
    const [ann, bob] = [await active(on), await active(on, 'Bob')]
    const { id: pending } = await signedUp(on, { email: 'new@example.org', nickname: 'New' })
    expect(await refusalOf(edit(on, ann, { nickname: '' }, bob))).toEqual({ type: 'NotTheOwner', userId: ann })
    for (const id of [nobody, pending]) expect(await refusalOf(edit(on, id, {}))).toEqual({ type: 'UserNotFound', id })
    expect(await refusalOf(edit(on, ann, { nickname: ' ', instruments: '' }))).toMatchObject({
      faults: [
        { field: 'nickname', code: 'REQUIRED' },
        { field: 'instruments', code: 'REQUIRED' },
      ],
    })
    expect((await on.rows()).users.get(ann)).toMatchObject({ nickname: 'Ann', instruments: ['Guitar'] })
  })

  test('takes no nickname that is somebody’s or looks like it, but one’s own in another spelling', async () => {
    const on = world()
    const [ann, bob] = [await active(on), await active(on, 'Bob')]
    expect(await refusalOf(edit(on, ann, { nickname: 'ＢＯＢ' }))).toEqual({
      type: 'NicknameTaken',
      nickname: 'ＢＯＢ',
    })
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: bob }))
    expect(await refusalOf(edit(on, ann, { nickname: 'Bob' }))).toMatchObject({ type: 'NicknameTaken' })
    await valueOf(edit(on, ann, { nickname: 'ANN' }))
    expect((await on.rows()).users.get(ann)).toMatchObject({ nickname: 'ANN' })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: (on, ann) => edit(on, ann, { nickname: 'Anna' }),
    })
    expect(failed).toEqual([
      'unitOfWork.run',
      'users.byId',
      'users.verifiedByNickname',
      'users.setProfile',
      'unitOfWork.commit',
    ])
  })
})

describe('a user', () => {
  test('is shown with the address to nobody but that user', async () => {
    const on = world()
    const ann = await active(on, 'Ann')
    const bob = await active(on, 'Bob')
    for (const read of [on.app.users.read, on.app.users.readDetail]) {
      expect(await valueOf(read(ann, ann))).toMatchObject({ nickname: 'Ann', email: 'ann@example.org' })
      for (const viewer of [bob, null])
        expect(await valueOf(read(ann, viewer))).toMatchObject({ nickname: 'Ann', email: null })
      expect(await refusalOf(read(nobody, ann))).toEqual({ type: 'UserNotFound', id: nobody })
    }
  })

  test('is shown with the newest posts first', async () => {
    const on = world()
    const ann = await active(on)
    const older = await posted(on, ann)
    on.clock.advance(1)
    const newer = await posted(on, ann)
    const { posts, likedPosts, ...view } = await valueOf(on.app.users.readDetail(ann, null))
    expect(posts).toEqual([await valueOf(on.app.posts.read(newer)), await valueOf(on.app.posts.read(older))])
    expect(likedPosts).toEqual([])
    expect(view).toEqual(await valueOf(on.app.users.read(ann, null)))
  })

  test('is not there before the address is proved, and stays there for a suspended user', async () => {
    const on = world()
    const { id } = await signedUp(on, { email: 'pat@example.org', nickname: 'Pat' })
    for (const read of [on.app.users.read, on.app.users.readDetail])
      expect(await refusalOf(read(id, null))).toEqual({ type: 'UserNotFound', id })
    expect(await valueOf(on.app.users.read(id, id))).toMatchObject({ nickname: 'Pat', isActive: false })
    const ann = await active(on)
    await valueOf(on.app.accounts.suspend({ staff: await staff(on), id: ann }))
    expect(await valueOf(on.app.users.readDetail(ann, null))).toMatchObject({ isActive: false, isSuspended: true })
  })

  test('is not there while nobody can look', async () => {
    const read = await saysSoWhenAnythingFails({ given: active, act: ({ app }, ann) => app.users.read(ann, null) })
    expect(read).toEqual(['userQueries.byId'])
    const detail = await saysSoWhenAnythingFails({
      given: active,
      act: ({ app }, ann) => app.users.readDetail(ann, null),
    })
    expect(detail).toEqual(['userQueries.detail'])
  })
})

const ids = async ({ app }: World, form: object = {}) =>
  (await valueOf(app.users.list(form, null, null))).rows.map(({ id }) => id)

describe('the list of users', () => {
  test('shows active ones, each with the address to nobody but that user', async () => {
    const on = world()
    const [ann, bob, { userId: carol }] = [await active(on), await active(on, 'Bob'), await googleUser(on, 'Carol')]
    await signedUp(on, { email: 'new@example.org', nickname: 'New' })
    await valueOf(on.app.accounts.suspend({ staff: await staff(on, 'Zoe'), id: carol }))
    const { rows } = await valueOf(on.app.users.list({ order: 'nickname' }, null, bob))
    expect(rows.slice(0, 2)).toMatchObject([
      { id: ann, email: null },
      { id: bob, email: 'bob@example.org' },
    ])
    expect(rows.map(({ nickname }) => nickname)).toEqual(['Ann', 'Bob', 'Zoe'])
  })

  test('pages by nickname and by number, forwards and back', async () => {
    const on = world()
    const all = []
    for (const name of ['dan', 'Ann', 'Carl', 'bob']) all.push(await active(on, name))
    const [dan, ann, carl, bob] = all
    for (const [order, expected] of [
      ['nickname', [ann, bob, carl, dan]],
      ['mostFollowed', all.toReversed()],
      ['mostLiked', all.toReversed()],
      [undefined, all.toReversed()],
    ] as const) {
      const form = { ...(order !== undefined && { order }), pageSize: 3 }
      const first = await valueOf(on.app.users.list(form, null, null))
      const second = await valueOf(on.app.users.list(form, first.next, null))
      expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(expected)
      expect([first.previous, second.next]).toEqual([null, null])
      const back = await valueOf(on.app.users.list(form, second.previous, null))
      expect(back.rows).toEqual(first.rows)
    }
  })

  test('shows those with an instrument and of a genre', async () => {
    const on = world()
    const [ann, bob] = [await active(on), await active(on, 'Bob')]
    await valueOf(edit(on, ann, { instruments: 'Drums', genres: 'Jazz' }))
    expect(await ids(on, { instruments: 'drums, bass' })).toEqual([ann])
    expect(await ids(on, { genres: ['jazz'], instruments: '' })).toEqual([ann])
    expect(await ids(on, { instruments: 'Guitar' })).toEqual([bob])
    expect(await ids(on, { order: '' })).toEqual([bob, ann])
  })

  test('refuses what is no order, no word, no size and no cursor of its own', async () => {
    const { app } = world()
    const bad = { order: 'email', instruments: 'x', genres: 'y', pageSize: '0' }
    expect(await refusalOf(app.users.list(whatever(bad), null, null))).toMatchObject({
      faults: [
        { field: 'order', code: 'UNKNOWN_WORD', allowed: ['mostLiked', 'mostFollowed', 'nickname'] },
        { field: 'instruments' },
        { field: 'genres' },
        { field: 'pageSize' },
      ],
    })
    for (const [order, key] of [
      ['nickname', 0],
      ['mostLiked', 'ann'],
    ] as const) {
      const foreign = { direction: 'after', key, id: 1 } as const
      expect(await refusalOf(app.users.list({ order }, foreign, null))).toMatchObject({
        faults: [{ field: 'cursor', code: 'MALFORMED' }],
      })
    }
  })

  test('is out of reach, not empty, while the database is', async () => {
    const on = world()
    on.outage.breakDown('database')
    await expectUnavailable(on.app.users.list({}, null, null))
  })
})
