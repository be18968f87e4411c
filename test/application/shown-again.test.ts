import { okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { readUserDetail } from '#application/account/read-user.ts'
import type { UserDetailView } from '#application/account/user-view.ts'
import { readHome } from '#application/home/read-home.ts'
import type { UserId } from '#domain/shared/id.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { active } from './given.ts'
import { world } from './world.ts'

/** A database that gives the same objects again, as long as nothing has changed. */
const given = async () => {
  const on = world()
  const [ann, bob] = [await active(on, 'Ann'), await active(on, 'Bob')]
  const stranger = 999_999 as UserId
  const user = (await valueOf(on.app.users.readDetail(ann, ann))) as UserDetailView
  const other = (await valueOf(on.app.users.readDetail(bob, bob))) as UserDetailView
  const home = { popularUsers: [user, other], popularPosts: [], recentPosts: [] }
  const detail = readUserDetail({
    userQueries: {
      byId: () => okAsync(user),
      detail: () => okAsync(user),
      list: () => okAsync({ rows: [user, other], next: null, previous: null }),
    },
  })
  const page = readHome({
    homeQueries: { home: () => okAsync(home), ofWord: () => okAsync({ ...home, totalUsers: 2, totalPosts: 0 }) },
  })
  return {
    ann,
    stranger,
    detail: (viewer: UserId | null) => valueOf(detail(ann, viewer)),
    home: (viewer: UserId | null) => valueOf(page(viewer)),
  }
}

/** Whoever came before, `viewer` is among the next. */
const ORDERS = [
  ['stranger', 'ann', 'nobody', 'ann'],
  ['ann', 'nobody', 'ann', 'stranger'],
  ['nobody', 'stranger', 'ann', 'nobody'],
] as const

describe('what has not changed since it was shown', () => {
  test.each(ORDERS)(
    'tells an address to its owner alone, whoever looked before: %s, %s, %s, %s',
    async (...viewers) => {
      const { ann, stranger, detail, home } = await given()
      for (const viewer of viewers) {
        const id = { ann, stranger, nobody: null }[viewer]
        const own = viewer === 'ann' ? 'ann@example.org' : null
        expect((await detail(id)).email).toBe(own)
        expect((await home(id)).popularUsers.map(({ email }) => email)).toEqual([own, null])
      }
    },
  )

  test('is one object to all who see the same', async () => {
    const { ann, stranger, detail, home } = await given()
    expect(await detail(stranger)).toBe(await detail(null))
    expect(await detail(ann)).not.toBe(await detail(null))
    expect(await home(stranger)).toBe(await home(null))
    expect(await home(ann)).not.toBe(await home(null))
  })
})
