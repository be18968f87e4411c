import { soundhub } from '#application/soundhub.ts'
import type { Purpose } from '#domain/account/activation-key.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import {
  type Accounts,
  type Alter,
  anyPasswordIsRight,
  inTransactions,
  type Mutant,
  nobodyIsRemoved,
  nothing,
  only,
} from './altering.ts'
import type { MakeSoundhub } from './place.ts'

const changesStay = inTransactions({ pendingChanges: () => ({ removeOfUser: nothing }) })
const linksStay = inTransactions({
  activationKeys: () => ({ removeOfUser: nothing }),
  pendingChanges: () => ({ removeOfUser: nothing }),
})
const sessionsStay = inTransactions({ sessions: () => ({ removeOfUser: nothing, remove: nothing }) })
const timeStands: Alter = () => ({ clock: { now: () => NOON } })

const everyKeyOpens = (purpose: Purpose): Alter =>
  inTransactions({
    activationKeys: (keys) => ({
      byDigest: (digest) => keys.byDigest(digest).map((key) => key && { ...key, purpose }),
    }),
  })

/** The password is the account's as soon as it waits. */
const changesAtOnce = inTransactions({
  pendingChanges: (changes, { users }) => ({
    put: (change) => users.setPassword(change.userId, change.passwordHash).andThen(() => changes.put(change)),
  }),
})

/** Every page looks keys up for itself. */
const PAGES = [
  ['activateWithPassword', 'activation'],
  ['confirmPasswordWithPassword', 'change-password'],
  ['resetPassword', 'reset-password'],
  ['reportNotMe', 'report-change'],
] as const satisfies readonly (readonly [keyof Accounts, Purpose])[]

const KEYS: readonly Mutant[] = PAGES.flatMap(([name, purpose]) => [
  { without: `a key of another purpose is worthless: ${name}`, make: only([name], everyKeyOpens(purpose)) },
  { without: `a key opens once: ${name}`, make: only([name], linksStay) },
  { without: `a key dies: ${name}`, make: only([name], timeStands) },
])

const PASSWORDS: readonly Mutant[] = [
  {
    without: 'the page of a new password asks for it',
    make: only(['confirmPasswordWithPassword'], anyPasswordIsRight),
  },
  { without: 'a sign-up changes nothing before its link', make: only(['signUp'], changesAtOnce) },
  { without: 'a change changes nothing before its link', make: only(['changePassword'], changesAtOnce) },
  { without: 'a login asks for the password', make: only(['logIn'], anyPasswordIsRight) },
  { without: 'a reset ends the change that waits', make: only(['resetPassword'], changesStay) },
  { without: '“this was not me” ends the change that waits', make: only(['reportNotMe'], changesStay) },
  {
    without: '“this was not me” takes the new password away',
    make: only(['reportNotMe'], inTransactions({ users: () => ({ setPassword: nothing }) })),
  },
]

const SESSIONS: readonly Mutant[] = [
  { without: 'a reset ends every session', make: only(['resetPassword'], sessionsStay) },
  { without: 'a change ends every other session', make: only(['confirmPasswordWithPassword'], sessionsStay) },
  { without: '“this was not me” ends every session', make: only(['reportNotMe'], sessionsStay) },
  { without: 'logging out ends the session', make: only(['logOut'], sessionsStay) },
  { without: 'ending a session ends it', make: only(['endSession'], sessionsStay) },
  { without: 'a session that is not used ends', make: only(['authenticate'], timeStands) },
  { without: 'what belonged to an account goes with it', make: only(['delete'], nobodyIsRemoved) },
]

const looking =
  (name: 'showActivation' | 'showPasswordChange'): MakeSoundhub =>
  (parts) => {
    const app = soundhub(parts)
    const acts = {
      showActivation: (key: string) => app.accounts.showActivation(key).andThrough(() => app.accounts.activate(key)),
      showPasswordChange: (key: string) =>
        app.accounts.showPasswordChange(key).andThrough(() => app.accounts.confirmPassword(key, 'en')),
    }
    return { ...app, accounts: { ...app.accounts, [name]: acts[name] } }
  }

const LOOKING: readonly Mutant[] = [
  { without: 'a look at a sign-up’s page changes nothing', make: looking('showActivation') },
  { without: 'a look at a new password’s page changes nothing', make: looking('showPasswordChange') },
]

/** What keeps strangers out of an account that is there. */
export const MUTANTS_INSIDE = [...KEYS, ...PASSWORDS, ...SESSIONS, ...LOOKING]
