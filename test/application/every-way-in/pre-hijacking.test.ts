import { describe, expect, test } from 'vitest'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import {
  facebookForm,
  googleToken,
  withLastLogin,
  mailedKey,
  opens,
  PASSWORD,
  signedUp,
  signUpForm,
  stranger,
} from '../given.ts'
import { type World, world } from '../world.ts'

const ATTACKERS = 'chosen by the attacker'
const OWNERS = 'known to the owner alone'
const OWNERS_NEXT = 'known to the owner again'

const email = 'ann@example.org'
const wrong = { type: 'WrongCredentials' }
const unknown = { type: 'ActivationKeyUnknown' }
const notOpen = { type: 'NotAuthenticated' }

/** The attacker is there first, with the owner's address and a password of the attacker's. */
const attackerSignsUp = (on: World) => signedUp(on, { nickname: 'Eve', newPassword: ATTACKERS })

const enter = ({ app }: World, password: string) => app.accounts.logIn({ email, password }, stranger())

const replaced = async (on: World, password: string): Promise<void> => {
  await valueOf(on.app.accounts.requestPasswordReset({ email }, stranger()))
  const form = { key: await mailedKey(on, 'reset-password'), newPassword: password, newPasswordAgain: password }
  await valueOf(on.app.accounts.resetPassword(form, 'en'))
}

const typed = ({ app }: World, key: string, password: string) =>
  app.accounts.activateWithPassword({ key: key, password })

/** The owner has an account with a password. */
const ownerIsIn = async (on: World) => {
  const { key } = await signedUp(on, { newPassword: OWNERS })
  return valueOf(typed(on, key, OWNERS))
}

// Sudhodanan and Paverd, “Pre-hijacked accounts”, USENIX Security 2022: five ways to be in an account before its owner is.
describe('an account cannot be hijacked before it is made', () => {
  test('by classic-federated merge: the attacker’s sign-up is not what the owner’s Google login opens', async () => {
    const on = world()
    const attackers = await attackerSignsUp(on)
    const owners = await valueOf(
      on.app.accounts.logInWithGoogle({ token: googleToken(on), nickname: 'Ann' }, stranger()),
    )
    expect(owners).toMatchObject({ is: 'new' })
    expect(owners.userId).not.toBe(attackers.id)
    expect(await refusalOf(enter(on, ATTACKERS))).toEqual(wrong)
    expect(await refusalOf(on.app.accounts.activate(attackers.key))).toEqual(unknown)
    await valueOf(on.app.accounts.signUp(signUpForm({ newPassword: ATTACKERS }), stranger()))
    expect(await refusalOf(enter(on, ATTACKERS))).toEqual({ type: 'ActivationPending' })
  })

  test('by an unexpired session: none is open before the address is proved, and a reset ends all of them', async () => {
    const on = world()
    await attackerSignsUp(on)
    expect(await refusalOf(enter(on, ATTACKERS))).toEqual({ type: 'ActivationPending' })
    await ownerIsIn(on)
    const left = await withLastLogin(on, 'Ann', OWNERS)
    const copied = await withLastLogin(on, 'Ann', OWNERS)
    await replaced(on, OWNERS_NEXT)
    for (const { token } of [left, copied])
      expect(await refusalOf(on.app.accounts.authenticate(token))).toEqual(notOpen)
    expect(await refusalOf(enter(on, OWNERS))).toEqual(wrong)
    expect(await opens(on, OWNERS_NEXT)).toBe(true)
  })

  test('by a trojan identifier: the attacker’s Facebook is not tied to the address that the attacker typed', async () => {
    const on = world()
    const form = { email, nickname: 'Eve', instruments: 'Bass' }
    const trojan = () => on.app.accounts.logInWithFacebook({ ...facebookForm(on, 'Eve'), ...form }, stranger())
    expect(await valueOf(trojan())).toMatchObject({ is: 'unverified' })
    const attackersKey = await mailedKey(on, 'activation')
    expect(await refusalOf(typed(on, attackersKey, OWNERS))).toEqual({ type: 'WrongPassword' })
    await ownerIsIn(on)
    await replaced(on, OWNERS_NEXT)
    expect(await refusalOf(on.app.accounts.activate(attackersKey))).toEqual(unknown)
    expect(await refusalOf(trojan())).toEqual({ type: 'EmailTaken', email })
    expect((await on.rows()).identities.size).toBe(0)
  })

  test('by an unexpired change: what an attacker left waiting dies with the owner’s reset', async () => {
    const on = world()
    await ownerIsIn(on)
    const borrowed = await valueOf(on.app.accounts.authenticate((await withLastLogin(on, 'Ann', OWNERS)).token))
    const form = { newPassword: ATTACKERS, newPasswordAgain: ATTACKERS }
    await valueOf(on.app.accounts.changePassword(borrowed, form, stranger()))
    const left = await mailedKey(on, 'change-password')
    await replaced(on, OWNERS_NEXT)
    expect(await refusalOf(on.app.accounts.confirmPassword(left, 'en'))).toEqual(unknown)
    const confirmed = on.app.accounts.confirmPasswordWithPassword({ key: left, password: ATTACKERS }, 'en')
    expect(await refusalOf(confirmed)).toEqual(unknown)
    expect(await refusalOf(enter(on, ATTACKERS))).toEqual(wrong)
    expect(await opens(on, OWNERS_NEXT)).toBe(true)
  })

  test('by a non-verifying provider: an address that it does not vouch for opens nothing before it is proved', async () => {
    const on = world()
    const unverified = { token: googleToken(on, 'Eve', null), email, nickname: 'Eve' }
    expect(await valueOf(on.app.accounts.logInWithGoogle(unverified, stranger()))).toMatchObject({ is: 'unverified' })
    const ann = await ownerIsIn(on)
    expect(await refusalOf(on.app.accounts.logInWithGoogle(unverified, stranger()))).toEqual({
      type: 'EmailTaken',
      email,
    })
    const owners = await valueOf(on.app.accounts.logInWithGoogle({ token: googleToken(on) }, stranger()))
    expect(owners).toMatchObject({ is: 'known', userId: ann })
    expect([...(await on.rows()).identities.values()].map(({ subject }) => subject)).toEqual(['google Ann'])
  })

  test('by a link that an attacker caused and the owner follows in a browser: its page asks for a password', async () => {
    const on = world()
    const { key } = await attackerSignsUp(on)
    expect(await valueOf(on.app.accounts.showActivation(key))).toEqual({ nickname: 'Eve' })
    for (const mine of [OWNERS, PASSWORD])
      expect(await refusalOf(typed(on, key, mine))).toEqual({ type: 'WrongPassword' })
    expect(await refusalOf(enter(on, ATTACKERS))).toEqual({ type: 'ActivationPending' })
    const ann = await ownerIsIn(on)
    expect(await refusalOf(typed(on, key, OWNERS))).toEqual(unknown)
    expect(await refusalOf(enter(on, ATTACKERS))).toEqual(wrong)
    expect(await withLastLogin(on, 'Ann', OWNERS)).toMatchObject({ userId: ann })
  })
})
