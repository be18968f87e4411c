import { expect, test } from 'vitest'
import type { UserId } from '#domain/shared/id.ts'
import { member, PASSWORD, post } from '#test/adapters/http/house.ts'
import { pageHouse } from './page-house.ts'

const STAFF = { email: 'staff@example.org', nickname: 'staff', password: PASSWORD }

const cookieOf = (authorization: string) => ({ Cookie: `soundhub=${authorization.split(' ')[1]}` })

/** Staff, somebody it suspended, and a job that failed. */
const houseWithStaff = async () => {
  const given = pageHouse()
  const ann = cookieOf((await member(given, 'ann')).Authorization)
  await member(given, 'bo')
  const staff = (await given.core.accounts.createStaff(STAFF))._unsafeUnwrap()
  ;(await given.core.accounts.suspend({ staff, id: 2 as UserId }))._unsafeUnwrap()
  ;(await given.world.failedJobs.bury({ type: 'sweep-orphans' }, { type: 'Unavailable' }))._unsafeUnwrap()
  const { token } = (await (await post(given.app, '/user/login', STAFF)).json()) as { token: string }
  return { ...given, ann, staff: cookieOf(`Token ${token}`) }
}

test('staff sees the log and the failed jobs, and no cache keeps them', async () => {
  const { see, staff } = await houseWithStaff()
  const answer = await see('/staff', staff)
  expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'private, no-store'])
  const html = await answer.text()
  for (const said of ['Suspended an account', 'Made a staff account', 'Remove files that nothing refers to'])
    expect(html).toContain(said)
})

test('everybody else is refused and sees nothing of them, in their language', async () => {
  const { see, ann, asked } = await houseWithStaff()
  const answer = await see('/staff', { ...ann, 'Accept-Language': 'ko' })
  expect(answer.status).toBe(403)
  const html = await answer.text()
  expect(html).toContain('운영진만 할 수 있는 일입니다.')
  expect(html).not.toMatch(/suspend-user|sweep-orphans|failed-1/)
  const before = asked.length
  expect((await see('/staff')).headers.get('Location')).toMatch(/\/login\?next=/)
  expect(asked.length).toBe(before)
})
