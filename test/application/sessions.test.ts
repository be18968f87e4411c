import { describe, expect, test } from 'vitest'
import { HOUR } from '#domain/shared/instant.ts'
import { SESSION_LIFETIME } from '#domain/account/session.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, withLastLogin } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const refused = { type: 'NotAuthenticated' }

describe('a session', () => {
  test('is renewed by use, at most once an hour', async () => {
    const on = world()
    await active(on)
    const { token } = await withLastLogin(on)
    const start = on.clock.now()
    on.clock.advance(HOUR - 1)
    expect(await valueOf(on.app.accounts.authenticate(token))).toMatchObject({ lastUsedAt: start })
    on.clock.advance(1)
    expect(await valueOf(on.app.accounts.authenticate(token))).toMatchObject({ lastUsedAt: start + HOUR })
    const [kept] = [...(await on.rows()).sessions.values()]
    expect(kept).toMatchObject({ lastUsedAt: start + HOUR, expiresAt: start + HOUR + SESSION_LIFETIME })
  })

  test('is dead 30 days after its last use, to the millisecond', async () => {
    for (const [wait, isOpen] of [
      [SESSION_LIFETIME - 1, true],
      [SESSION_LIFETIME, false],
    ] as const) {
      const on = world()
      await active(on)
      const { token } = await withLastLogin(on)
      on.clock.advance(wait)
      expect((await on.app.accounts.authenticate(token)).isOk()).toBe(isOpen)
    }
  })

  test('is nobody’s without its token', async () => {
    const { app } = world()
    for (const raw of [undefined, null, '', 'token', 'a'.repeat(40)]) {
      expect(await refusalOf(app.accounts.authenticate(whatever(raw)))).toEqual(refused)
    }
  })

  test('ends when its user logs out; the others stay open', async () => {
    const on = world()
    await active(on)
    const phone = await withLastLogin(on)
    const desk = await withLastLogin(on)
    const session = await valueOf(on.app.accounts.authenticate(phone.token))
    await valueOf(on.app.accounts.logOut(session))
    await valueOf(on.app.accounts.logOut(session))
    expect(await refusalOf(on.app.accounts.authenticate(phone.token))).toEqual(refused)
    expect((await on.app.accounts.authenticate(desk.token)).isOk()).toBe(true)
  })

  test('that ends while it is renewed stays ended', async () => {
    const on = world()
    await active(on)
    const { token } = await withLastLogin(on)
    on.clock.advance(HOUR)
    const reader = on.ports.sessionReader
    const late = on.having({
      sessionReader: {
        byDigest: (digest) => reader.byDigest(digest).andThrough(() => on.app.accounts.logOut({ digest })),
      },
    })
    await late.accounts.authenticate(token)
    expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual(refused)
  })

  test('is not renewed if saving fails, and says so', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await active(on)
        const { token } = await withLastLogin(on)
        on.clock.advance(HOUR)
        return token
      },
      act: ({ app }, token) => app.accounts.authenticate(token),
    })
    expect(failed).toEqual(['sessionReader.byDigest', 'unitOfWork.run', 'sessions.save', 'unitOfWork.commit'])
  })

  test('is not ended if saving fails, and says so', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await active(on)
        return valueOf(on.app.accounts.authenticate((await withLastLogin(on)).token))
      },
      act: ({ app }, session) => app.accounts.logOut(session),
    })
    expect(failed).toEqual(['unitOfWork.run', 'sessions.remove', 'unitOfWork.commit'])
  })
})
