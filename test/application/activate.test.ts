import { describe, expect, test } from 'vitest'
import { digestOf } from '#adapters/testing/fixtures.ts'
import { ACTIVATION_KEY_LIFETIME } from '#domain/account/activation-key.ts'
import { secretOf } from '#domain/account/secret.ts'
import { after } from '#domain/shared/instant.ts'
import { activationKey } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, PASSWORD, signedUp } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

const unknown = { type: 'ActivationKeyUnknown' }

const KEY_IS_LOOKED_UP = ['unitOfWork.run', 'activationKeys.byDigest', 'users.byId', 'unitOfWork.commit']

const OPENING = [
  'unitOfWork.run',
  'activationKeys.byDigest',
  'users.byId',
  'users.ofAddress',
  'activationKeys.byDigest',
  'users.byId',
  'users.verifiedByNickname',
  'users.save',
  'activationKeys.removeOfUser',
  'users.remove',
  'unitOfWork.commit',
]

describe('the link in the mail', () => {
  test('opens the sign-up it was made for', async () => {
    const on = world()
    const { id, key } = await signedUp(on)
    on.clock.advance(1000)
    expect(await valueOf(on.app.accounts.activate(key))).toBe(id)
    const { users, activationKeys } = await on.rows()
    expect(users.get(id)).toMatchObject({ state: 'active', activatedAt: on.clock.now(), lastLoginAt: null })
    expect(activationKeys.size).toBe(0)
  })

  test('opens it once', async () => {
    const on = world()
    const { key } = await signedUp(on)
    await valueOf(on.app.accounts.activate(key))
    expect(await refusalOf(on.app.accounts.activate(key))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.showActivation(key))).toEqual(unknown)
    expect(await refusalOf(on.app.accounts.activateWithPassword({ key: key, password: PASSWORD }))).toEqual(unknown)
  })

  test('opens it once for two who come at the same time', async () => {
    const on = world()
    const { key } = await signedUp(on)
    const both = await Promise.all([on.app.accounts.activate(key), on.app.accounts.activate(key)])
    expect(both.filter((one) => one.isOk())).toHaveLength(1)
  })

  test('opens it up to the last millisecond of its two days, and not at their end', async () => {
    for (const [wait, opens] of [
      [ACTIVATION_KEY_LIFETIME - 1, true],
      [ACTIVATION_KEY_LIFETIME, false],
    ] as const) {
      const on = world()
      const { key } = await signedUp(on)
      on.clock.advance(wait)
      const outcome = await on.app.accounts.activate(key)
      expect(outcome.isOk()).toBe(opens)
      if (outcome.isErr()) expect(outcome.error).toEqual({ type: 'ActivationKeyExpired' })
    }
  })

  test('opens nothing for who is active already, should a key of theirs be left', async () => {
    const on = world()
    const userId = await active(on)
    const secret = secretOf(new Uint8Array(20))
    const left = activationKey({ userId, digest: digestOf(secret), expiresAt: after(on.clock.now(), 1) })
    await valueOf(on.ports.unitOfWork.run(({ activationKeys }) => activationKeys.add(left)))
    expect(await refusalOf(on.app.accounts.activate(secret))).toEqual(unknown)
  })

  test('opens nothing if it is not a key of ours', async () => {
    const { app } = world()
    for (const raw of [undefined, null, '', 'key', 'a'.repeat(40), 'A'.repeat(40), ['a'.repeat(40)], 7]) {
      expect(await refusalOf(app.accounts.activate(whatever(raw)))).toEqual(unknown)
      expect(await refusalOf(app.accounts.showActivation(whatever(raw)))).toEqual(unknown)
    }
  })

  test('is followed by the end of all other sign-ups of the address, and of theirs only', async () => {
    const on = world()
    const one = await signedUp(on, { nickname: 'One' })
    const two = await signedUp(on, { nickname: 'Two' })
    const bob = await signedUp(on, { nickname: 'Bob', email: 'bob@example.org' })
    await valueOf(on.app.accounts.activate(one.key))
    const { users, activationKeys } = await on.rows()
    expect([...users.keys()]).toEqual([one.id, bob.id])
    expect(new Set([...activationKeys.values()].map(({ userId }) => userId))).toEqual(new Set([bob.id]))
    expect(await refusalOf(on.app.accounts.activate(two.key))).toEqual(unknown)
  })

  test('says so if the address became somebody else’s meanwhile', async () => {
    const on = world()
    const { id, key } = await signedUp(on)
    const bob = await active(on, 'Bob')
    const { users } = await on.rows()
    const taken = { ...users.get(bob)!, email: users.get(id)!.email }
    await valueOf(on.ports.unitOfWork.run((transaction) => transaction.users.save(taken)))
    expect(await refusalOf(on.app.accounts.activate(key))).toEqual({ type: 'EmailTaken', email: 'ann@example.org' })
    expect((await on.rows()).users.get(id)).toMatchObject({ state: 'pending' })
  })

  test('says so if the nickname became somebody else’s meanwhile, and stays good', async () => {
    const on = world()
    const { id, key } = await signedUp(on, { nickname: 'Ann', email: 'first@example.org' })
    await active(on, 'Ann')
    const refusal = await refusalOf(on.app.accounts.activate(key))
    expect(refusal).toEqual({ type: 'NicknameTaken', nickname: 'Ann' })
    const form = { key: key, password: PASSWORD, nickname: 'Anna' }
    expect(await valueOf(on.app.accounts.activateWithPassword(form))).toBe(id)
    expect((await on.rows()).users.get(id)).toMatchObject({ state: 'active', nickname: 'Anna' })
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await signedUp(on, { nickname: 'Other' })
        return signedUp(on)
      },
      act: ({ app }, { key }) => app.accounts.activate(key),
    })
    expect(failed).toEqual(OPENING)
  })
})

describe('the page behind the link', () => {
  test('shows the nickname and changes nothing', async () => {
    const on = world()
    const { key } = await signedUp(on, { nickname: '앤' })
    const before = await on.rows()
    expect(await valueOf(on.app.accounts.showActivation(key))).toEqual({ nickname: '앤' })
    expect(await on.rows()).toEqual(before)
  })

  test('says that a key has expired', async () => {
    const on = world()
    const { key } = await signedUp(on)
    on.clock.advance(ACTIVATION_KEY_LIFETIME)
    expect(await refusalOf(on.app.accounts.showActivation(key))).toEqual({ type: 'ActivationKeyExpired' })
  })

  test('is not there while nobody can look', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: (on) => signedUp(on),
      act: ({ app }, { key }) => app.accounts.showActivation(key),
    })
    expect(failed).toEqual(KEY_IS_LOOKED_UP)
  })
})
