import type { Purpose } from '#domain/account/activation-key.ts'
import { type Act, newest } from './act.ts'
import {
  type Account,
  choosePassword,
  doorsClose,
  expectMail,
  type Idea,
  isLiving,
  isVerified,
  type Key,
  linksGo,
  passwordIsReplaced,
  signUpGoes,
} from './idea.ts'
import { cameOf, isRefused, meets, succeeds } from './outcomes.ts'
import { PASSPORTS } from './people.ts'
import type { Place } from './place.ts'

/** The pages that links lead to. */
export const PAGES = ['activation', 'new password', 'reset', 'not me'] as const
export type Page = (typeof PAGES)[number]

const pageOf = (purpose: Purpose): Page => {
  if (purpose === 'activation') return 'activation'
  if (purpose === 'reset-password') return 'reset'
  return purpose === 'add-password' || purpose === 'change-password' ? 'new password' : 'not me'
}

/** What the owner types: the password of that very sign-up or change where it was the owner’s, or one of the owner’s. */
export type Typed = 'the right one' | number

const ownersPassword = (on: Idea, { of, change }: Key, typed: Typed): string => {
  const chosen = change ?? ('since' in of ? of : null)
  if (typed === 'the right one' && chosen?.by === 'owner') return chosen.password
  const { owner } = on.known
  return owner[(typed === 'the right one' ? 0 : typed) % Math.max(1, owner.length)] ?? 'never chosen by anybody'
}

const look = ({ app }: Place, page: Page, key: Key) => {
  switch (page) {
    case 'activation':
      return cameOf<unknown>(app.accounts.showActivation(key.secret))
    case 'new password':
      return cameOf<unknown>(app.accounts.showPasswordChange(key.secret))
    case 'reset':
      return cameOf<unknown>(app.accounts.showPasswordReset(key.secret))
    case 'not me':
      return cameOf<unknown>(app.accounts.showNotMeReport(key.secret))
  }
}

const isNoKey = (word: string): string => (word === 'ActivationKeyExpired' ? 'ActivationKeyUnknown' : word)

const activates = async (on: Idea, { app }: Place, key: Key, isGood: boolean, typed: Typed): Promise<void> => {
  const password = ownersPassword(on, key, typed)
  const form = { key: key.secret, password }
  const came = await cameOf(app.accounts.activateWithPassword(form))
  if (!isGood || !('since' in key.of)) return meets(isNoKey(came.word), 'ActivationKeyUnknown', 'activation')
  const waiting = key.of
  if (waiting.password !== password) return isRefused(came, 'WrongPassword', 'activation')
  const wished = waiting.nickname
  const isTaken = on.attackersAccount?.nickname === wished
  if (isTaken) isRefused(came, 'NicknameTaken', 'activation')
  const nickname = isTaken ? `${wished} the other` : wished
  const activated = isTaken ? await cameOf(app.accounts.activateWithPassword({ ...form, nickname })) : came
  const id = succeeds(activated, 'activation')
  const { passport } = waiting
  const account = isVerified(on, { id, nickname, password: passport === null ? password : null })
  if (passport !== null) account.passports.add(`${PASSPORTS[passport].provider} ${PASSPORTS[passport].subject}`)
}

const confirms = async (on: Idea, { app }: Place, key: Key, isGood: boolean, typed: Typed): Promise<void> => {
  const password = ownersPassword(on, key, typed)
  const came = await cameOf(app.accounts.confirmPasswordWithPassword({ key: key.secret, password }, 'en'))
  const { account } = on
  if (!isGood || account === null || key.change === null)
    return meets(isNoKey(came.word), 'ActivationKeyUnknown', 'a new password')
  if (key.change.password !== password) return isRefused(came, 'WrongPassword', 'a new password')
  succeeds(came, 'a new password')
  passwordIsReplaced(on, account, password, key.change.from)
}

const resets = async (on: Idea, { app }: Place, key: Key, isGood: boolean): Promise<void> => {
  const password = choosePassword(on, 'owner')
  const form = { key: key.secret, newPassword: password, newPasswordAgain: password }
  const came = await cameOf(app.accounts.resetPassword(form, 'en'))
  if (!isGood || on.account === null) return meets(isNoKey(came.word), 'ActivationKeyUnknown', 'a reset')
  succeeds(came, 'a reset')
  passwordIsReplaced(on, on.account, password, null)
}

const reports = async (on: Idea, { app }: Place, key: Key, isGood: boolean): Promise<void> => {
  const came = await cameOf(app.accounts.reportNotMe(key.secret, 'en'))
  if (!isGood) return meets(isNoKey(came.word), 'ActivationKeyUnknown', '“this was not me”')
  meets(succeeds(came, '“this was not me”'), key.purpose, 'what is undone')
  if (key.purpose === 'report-sign-up') return signUpGoes(on, key.of)
  const account = key.of as Account
  linksGo(on, account)
  if (key.purpose === 'report-reset') return
  doorsClose(account)
  if (key.purpose === 'report-change') return
  account.password = null
  expectMail(on, 'reset-password', account)
}

export type Following = {
  /** The mail’s own link, or “this was not me”. */
  readonly link: 'link' | 'not me'
  /** Which of them, counted from the newest. */
  readonly back: number
  /** Where the key is taken to; a link leads to its own page. */
  readonly page: Page | 'its own page'
  readonly typed: Typed
  /** A look alone changes nothing. */
  readonly sends: boolean
}

const keysBehind = (on: Idea, link: Following['link']): readonly Key[] =>
  on.mailbox.filter(({ purpose }) => (pageOf(purpose) === 'not me') === (link === 'not me'))

/** The owner takes a key from the mailbox to a page, and sends what the page asks for. */
export const follow = ({ link, back, page, typed, sends }: Following): Act => ({
  name: `the owner ${sends ? 'sends' : 'looks at'} ${page} of ${link} ${back} from the newest, typing ${typed}`,
  can: (on) => keysBehind(on, link).length > 0,
  run: async (on, at) => {
    const key = newest(keysBehind(on, link), back)
    await followKey(on, at, key, { page: page === 'its own page' ? pageOf(key.purpose) : page, typed, sends })
  },
})

export const followKey = async (
  on: Idea,
  at: Place,
  key: Key,
  { page, typed, sends }: { readonly page: Page; readonly typed: Typed; readonly sends: boolean },
): Promise<void> => {
  const isGood = isLiving(on, key) && pageOf(key.purpose) === page
  meets(isNoKey((await look(at, page, key)).word), isGood ? 'ok' : 'ActivationKeyUnknown', `the page “${page}”`)
  if (!sends) return
  switch (page) {
    case 'activation':
      return activates(on, at, key, isGood, typed)
    case 'new password':
      return confirms(on, at, key, isGood, typed)
    case 'reset':
      return resets(on, at, key, isGood)
    case 'not me':
      return reports(on, at, key, isGood)
  }
}
