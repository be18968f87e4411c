import type { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { KEY_LIFETIMES, type Purpose } from '#domain/account/activation-key.ts'
import type { Secret } from '#domain/account/secret.ts'
import { refusalOf } from '#adapters/testing/contracts/subject.ts'
import { googleUser, NEW_PASSWORD, PASSWORD } from './given.ts'
import { KEYS } from './keys.ts'
import { type World, world } from './world.ts'

const unknown = { type: 'ActivationKeyUnknown' }
const fresh = { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }

const OWN_PASSWORDS = [PASSWORD, NEW_PASSWORD]
const notMeReport = ['report-sign-up', 'report-change', 'report-reset', 'report-new-password'] as const

const OPENED = { type: 'opened' }

const said = async (outcome: ResultAsync<unknown, object>): Promise<object> =>
  outcome.match(
    () => OPENED,
    (refusal) => refusal,
  )

/** Every door that a key can be tried at, and what opens it. */
const DOORS: Readonly<
  Record<
    string,
    { readonly opensTo: readonly Purpose[]; readonly tries: (on: World, key: Secret) => readonly Promise<object>[] }
  >
> = {
  showActivation: { opensTo: ['activation'], tries: ({ app }, key) => [said(app.accounts.showActivation(key))] },
  activateByLink: { opensTo: ['activation'], tries: ({ app }, key) => [said(app.accounts.activate(key))] },
  activateByForm: {
    opensTo: ['activation'],
    tries: ({ app }, key) =>
      OWN_PASSWORDS.map((password) => said(app.accounts.activateWithPassword({ key: key, password }))),
  },
  showPasswordChange: {
    opensTo: ['add-password', 'change-password'],
    tries: ({ app }, key) => [said(app.accounts.showPasswordChange(key))],
  },
  confirmPasswordByLink: {
    opensTo: ['add-password', 'change-password'],
    tries: ({ app }, key) => [said(app.accounts.confirmPassword(key, 'en'))],
  },
  confirmPasswordByForm: {
    opensTo: ['add-password', 'change-password'],
    tries: ({ app }, key) =>
      OWN_PASSWORDS.map((password) => said(app.accounts.confirmPasswordWithPassword({ key: key, password }, 'en'))),
  },
  showReset: { opensTo: ['reset-password'], tries: ({ app }, key) => [said(app.accounts.showPasswordReset(key))] },
  resetPassword: {
    opensTo: ['reset-password'],
    tries: ({ app }, key) => [said(app.accounts.resetPassword({ ...fresh, key: key }, 'en'))],
  },
  showNotMeReport: { opensTo: notMeReport, tries: ({ app }, key) => [said(app.accounts.showNotMeReport(key))] },
  reportNotMe: { opensTo: notMeReport, tries: ({ app }, key) => [said(app.accounts.reportNotMe(key, 'en'))] },
  authenticate: {
    opensTo: [],
    tries: ({ app }, key) => [said(app.accounts.authenticate(key).mapErr(() => unknown))],
  },
}

const everyPair = (Object.keys(KEY_LIFETIMES) as Purpose[]).flatMap((purpose) =>
  Object.entries(DOORS).map(([door, { opensTo, tries }]) => ({
    purpose,
    door,
    tries,
    opens: opensTo.includes(purpose),
  })),
)

describe('a key opens what it was made for, and nothing else', () => {
  test.for(everyPair)('$purpose at $door: $opens', async ({ purpose, tries, opens }) => {
    const on = world()
    const key = await KEYS[purpose](on)
    const before = await on.rows()
    const answers = await Promise.all(tries(on, key))
    if (opens) {
      expect(answers).toContainEqual(OPENED)
      return
    }
    for (const answer of answers) expect(answer).toEqual(unknown)
    expect(await on.rows()).toEqual(before)
  })

  test.for(Object.entries(DOORS))('%s opens to nothing that is no key', async ([, { tries }]) => {
    const on = world()
    for (const raw of [undefined, null, '', 'key', 'a'.repeat(40), 'A'.repeat(40), ['a'.repeat(40)], 7])
      for (const answer of await Promise.all(tries(on, raw as never))) expect(answer).toEqual(unknown)
  })
})

test('a session’s token is no key', async () => {
  const on = world()
  const { token } = await googleUser(on)
  expect(await refusalOf(on.app.accounts.showPasswordReset(token))).toEqual(unknown)
  expect(await refusalOf(on.app.accounts.showNotMeReport(token))).toEqual(unknown)
})
