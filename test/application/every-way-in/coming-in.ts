import type { LoggedIn } from '#application/account/begin-session.ts'
import type { Act } from './act.ts'
import {
  type Account,
  choosePassword,
  type Door,
  type Idea,
  isVerified,
  signUpWaits,
  changeWaits,
  mailedAgain,
} from './idea.ts'
import { cameOf, isCounted, isRefused, isTurnedAway, meets, succeeds } from './outcomes.ts'
import { ADDRESS, callerOf, PASSPORTS, type PassportName, type Person } from './people.ts'
import type { Place } from './place.ts'

/** Somebody got a session of the account. */
const doorOpens = async (on: Idea, at: Place, account: Account, by: Person, login: LoggedIn): Promise<Door> => {
  meets(String(login.userId), String(account.id), `whose account opens to the ${by}`)
  const session = succeeds(await cameOf(at.app.accounts.authenticate(login.token)), 'the new session')
  const door: Door = { token: login.token, session, holders: new Set([by]), usedAt: on.now }
  account.doors.add(door)
  on.doors.push(door)
  return door
}

/** Two proved accounts never look alike. */
const isTaken = (on: Idea, nickname: string, by: Person): boolean =>
  nickname === (by === 'owner' ? on.attackersAccount : on.account)?.nickname

/** With the form of the app. Where the account has no password yet, the one that was chosen waits for its link. */
export const signUp = (by: Person, nickname: string): Act => ({
  name: `the ${by} signs up as ${nickname}`,
  run: async (on, { app }) => {
    const password = choosePassword(on, by)
    const form = { email: ADDRESS, nickname, instruments: 'Guitar', newPassword: password, newPasswordAgain: password }
    const came = await cameOf(app.accounts.signUp(form, callerOf(by)))
    if (isTurnedAway(on, 'sign-up', by, came)) return
    isCounted(on, 'sign-up', by)
    const { account } = on
    if (account !== null && account.password !== null) return isRefused(came, 'EmailTaken', 'sign-up')
    // Pending ones hold no nickname, so only a stranger's proved account is in the way.
    if (isTaken(on, nickname, 'owner')) return isRefused(came, 'NicknameTaken', 'sign-up')
    succeeds(came, 'sign-up')
    if (account === null) signUpWaits(on, { by, password, passport: null, nickname })
    else changeWaits(on, account, { by, password, from: null })
  },
})

const MAX_SIGN_UPS_TRIED = 5

/** With a password that the person knows. */
export const logIn = (by: Person, which: number): Act => ({
  name: `the ${by} logs in with password ${which}`,
  run: async (on, at) => {
    const known = on.known[by]
    const password = known[which % Math.max(1, known.length)] ?? 'never chosen by anybody'
    const came = await cameOf(at.app.accounts.logIn({ email: ADDRESS, password }, callerOf(by)))
    if (isTurnedAway(on, 'log-in', by, came)) return
    const { account } = on
    if (account !== null && account.password === password) {
      if (by === 'attacker' && !on.stolen.has(password)) throw new Error('the account has a password of the attacker’s')
      await doorOpens(on, at, account, by, succeeds(came, 'login'))
      return
    }
    if (account !== null && account.password === null && account.change?.password === password) {
      isRefused(came, 'ActivationPending', 'login')
      return mailedAgain(on, 'add-password', account, account.change)
    }
    const waiting = on.waiting.slice(-MAX_SIGN_UPS_TRIED).findLast((one) => one.password === password)
    if (account !== null || waiting === undefined) {
      isRefused(came, 'WrongCredentials', 'login')
      return isCounted(on, 'log-in', by)
    }
    isRefused(came, 'ActivationPending', 'login')
    mailedAgain(on, 'activation', waiting)
  },
})

const show = (
  { app, tokens }: Place,
  name: PassportName,
  form: { readonly nickname?: string; readonly email?: string },
) => {
  const { holder, provider, subject } = PASSPORTS[name]
  return cameOf(
    provider === 'google'
      ? app.accounts.logInWithGoogle({ ...form, token: tokens[name] }, callerOf(holder))
      : app.accounts.logInWithFacebook(
          { ...form, accessToken: tokens[name], facebookUserId: subject },
          callerOf(holder),
        ),
  )
}

/** One person has one subject, wherever the mail goes. */
const personOf = (name: PassportName): string => `${PASSPORTS[name].provider} ${PASSPORTS[name].subject}`

/** The owner, by a provider that proves the address, or who has proved it already and has moved meanwhile. */
export const ownerShows = (name: 'ownersGoogle' | 'ownersMovedGoogle' | 'ownersFacebook', nickname: string): Act => ({
  name: `the owner shows ${name} as ${nickname}`,
  can: (on) => name !== 'ownersMovedGoogle' || on.account?.passports.has(personOf(name)) === true,
  run: async (on, at) => {
    const isNew = on.account === null
    const came = await show(at, name, { nickname })
    if (isNew && isTaken(on, nickname, 'owner')) return isRefused(came, 'NicknameTaken', name)
    const login = succeeds(came, name)
    meets(login.is, isNew ? 'new' : 'known', name)
    if (login.is === 'unverified') return
    const account = on.account ?? isVerified(on, { id: login.userId, nickname, password: null })
    account.passports.add(personOf(name))
    await doorOpens(on, at, account, 'owner', login)
  },
})

/** Whoever has a passport without an address types that of the owner. */
export const showsBare = (
  name: 'ownersBareFacebook' | 'attackersBareFacebook' | 'attackersUnverifiedGoogle',
  nickname: string,
): Act => ({
  name: `${name} comes with the owner’s address and as ${nickname}`,
  run: async (on, at) => {
    const by = PASSPORTS[name].holder
    const came = await show(at, name, { nickname, email: ADDRESS })
    const { account } = on
    if (account?.passports.has(personOf(name)) === true) {
      const login = succeeds(came, name)
      meets(login.is, 'known', name)
      if (login.is !== 'unverified') await doorOpens(on, at, account, by, login)
      return
    }
    if (isTurnedAway(on, 'sign-up', by, came)) return
    isCounted(on, 'sign-up', by)
    if (account !== null) return isRefused(came, 'EmailTaken', name)
    if (isTaken(on, nickname, 'owner')) return isRefused(came, 'NicknameTaken', name)
    const unverified = succeeds(came, name)
    meets(unverified.is, 'unverified', name)
    if (unverified.is !== 'unverified') return
    on.known[by].unshift(unverified.code)
    signUpWaits(on, { by, password: unverified.code, passport: name, nickname })
  },
})

/** The attacker, by a provider that proves the attacker’s own address. */
export const attackerShows = (name: 'attackersGoogle' | 'attackersFacebook', nickname: string): Act => ({
  name: `the attacker shows ${name} as ${nickname}`,
  run: async (on, at) => {
    const came = await show(at, name, { nickname, email: ADDRESS })
    if (on.attackersAccount === null && isTaken(on, nickname, 'attacker')) return isRefused(came, 'NicknameTaken', name)
    const login = succeeds(came, name)
    meets(login.is, on.attackersAccount === null ? 'new' : 'known', name)
    on.attackersAccount ??= { id: login.userId, nickname }
    meets(String(login.userId), String(on.attackersAccount.id), 'whose account opens to the attacker')
  },
})
