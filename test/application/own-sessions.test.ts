import { describe, expect, test } from 'vitest'
import { digestOf } from '#adapters/testing/fixtures.ts'
import { SESSION_LIFETIME } from '#domain/account/session.ts'
import { HOUR } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, atWork, caller, withLastLogin, PASSWORD } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const refused = { type: 'NotAuthenticated' }
const form = { email: 'ann@example.org', password: PASSWORD }

describe('the list of sessions', () => {
  test('shows its owner the open ones, newest first, and no secret', async () => {
    const on = world()
    const ann = await active(on)
    await valueOf(on.app.accounts.logIn(form, caller({ device: 'a desk' })))
    on.clock.advance(SESSION_LIFETIME - 1)
    const phone = await valueOf(on.app.accounts.logIn(form, caller({ device: 'a phone' })))
    await active(on, 'Bob')
    await withLastLogin(on, 'Bob')
    const now = on.clock.now()
    const own = { createdAt: now, lastUsedAt: now, expiresAt: now + SESSION_LIFETIME }
    const list = await valueOf(on.app.accounts.listSessions(ann))
    expect(list).toEqual([
      { ...own, id: 2, device: 'a phone' },
      { id: 1, device: 'a desk', createdAt: NOON, lastUsedAt: NOON, expiresAt: NOON + SESSION_LIFETIME },
    ])
    expect(JSON.stringify(list)).not.toContain(digestOf(phone.token))
    on.clock.advance(1)
    expect(await valueOf(on.app.accounts.listSessions(ann))).toMatchObject([{ device: 'a phone' }])
  })

  test('shows when a session was used last', async () => {
    const on = world()
    const ann = await active(on)
    const { token } = await withLastLogin(on)
    on.clock.advance(HOUR)
    await valueOf(on.app.accounts.authenticate(token))
    expect(await valueOf(on.app.accounts.listSessions(ann))).toMatchObject([
      { createdAt: NOON, lastUsedAt: NOON + HOUR },
    ])
  })

  test('is not there while nobody can look', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: ({ app }, ann) => app.accounts.listSessions(ann),
    })
    expect(failed).toEqual(['unitOfWork.run', 'sessions.ofUser', 'unitOfWork.commit'])
  })
})

describe('ending a session', () => {
  test('ends it, and no other', async () => {
    const on = world()
    const ann = await active(on)
    const [phone, desk] = [await withLastLogin(on), await withLastLogin(on)]
    const { id } = await valueOf(on.app.accounts.authenticate(phone.token))
    await valueOf(on.app.accounts.endSession(ann, id))
    expect(await refusalOf(on.app.accounts.authenticate(phone.token))).toEqual(refused)
    expect((await on.app.accounts.authenticate(desk.token)).isOk()).toBe(true)
    expect(await refusalOf(on.app.accounts.endSession(ann, id))).toEqual({ type: 'SessionNotFound', id })
  })

  test('ends nobody else’s', async () => {
    const on = world()
    const ann = await active(on)
    await active(on, 'Bob')
    const { token } = await withLastLogin(on, 'Bob')
    const { id } = await valueOf(on.app.accounts.authenticate(token))
    expect(await refusalOf(on.app.accounts.endSession(ann, id))).toEqual({ type: 'SessionNotFound', id })
    expect((await on.app.accounts.authenticate(token)).isOk()).toBe(true)
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => atWork(on),
      act: ({ app }, { userId, id }) => app.accounts.endSession(userId, id),
    })
    expect(failed).toEqual(['unitOfWork.run', 'sessions.ofUser', 'sessions.remove', 'unitOfWork.commit'])
  })
})
