import { type Act, newest } from './act.ts'
import { logIn, ownerShows } from './coming-in.ts'
import { accountGoes, changeWaits, choosePassword, type Door, type Idea, isUsed, openDoorsOf } from './idea.ts'
import { cameOf, isCounted, isTurnedAway, succeeds } from './outcomes.ts'
import { ADDRESS, callerOf, type Person } from './people.ts'
import type { Place } from './place.ts'

const hasOpenDoor = (by: Person) => (on: Idea) => openDoorsOf(on, by).length > 0

/** Comes with the token, as every request does. */
const enter = async (on: Idea, { app }: Place, door: Door) => {
  const session = succeeds(await cameOf(app.accounts.authenticate(door.token)), 'an open session')
  isUsed(on, door)
  return session
}

/** The owner logs in first, where no session is open. */
const comeIn = (on: Idea, at: Place): Promise<void> => {
  const { password } = on.account!
  const which = on.known.owner.findIndex((one) => one === password)
  return (which < 0 ? ownerShows('ownersGoogle', 'Ann') : logIn('owner', which)).run(on, at)
}

const inSession = (
  by: Person,
  which: number,
  what: string,
  run: (on: Idea, at: Place, door: Door) => Promise<void>,
): Act => ({
  name: `the ${by}, in session ${which} from the newest, ${what}`,
  can: (on) => (by === 'owner' ? on.account !== null : hasOpenDoor(by)(on)),
  run: async (on, at) => {
    if (openDoorsOf(on, by).length === 0) await comeIn(on, at)
    const open = openDoorsOf(on, by)
    if (open.length > 0) await run(on, at, newest(open, which))
  },
})

/** The new password waits for its link. */
export const askForChange = (by: Person, which: number): Act =>
  inSession(by, which, 'asks for a new password', async (on, at, door) => {
    const session = await enter(on, at, door)
    const password = choosePassword(on, by)
    const form = { newPassword: password, newPasswordAgain: password }
    const came = await cameOf(at.app.accounts.changePassword(session, form, callerOf(by)))
    if (isTurnedAway(on, 'new-password', by, came)) return
    isCounted(on, 'new-password', by)
    succeeds(came, 'a change')
    changeWaits(on, on.account!, { by, password, from: door })
  })

export const logOut = (by: Person, which: number): Act =>
  inSession(by, which, 'logs out', async (on, at, door) => {
    succeeds(await cameOf(at.app.accounts.logOut(await enter(on, at, door))), 'logging out')
    on.account!.doors.delete(door)
  })

export const endAnother = (by: Person, which: number, other: number): Act =>
  inSession(by, which, `ends session ${other} from the newest`, async (on, at, door) => {
    const { userId } = await enter(on, at, door)
    const ended = newest([...on.account!.doors], other)
    // One that is over is still there to be ended.
    succeeds(await cameOf(at.app.accounts.endSession(userId, ended.session.id)), 'ending a session')
    on.account!.doors.delete(ended)
  })

export const takeAccountAway = (by: Person, which: number): Act =>
  inSession(by, which, 'takes the account away', async (on, at, door) => {
    const { userId } = await enter(on, at, door)
    succeeds(await cameOf(at.app.accounts.delete({ id: userId, remover: userId })), 'taking the account away')
    accountGoes(on, on.account!)
  })

/** The attacker copies a token of the owner’s, and is in until that session ends. */
export const stealSession = (which: number): Act => ({
  name: `the attacker copies the owner’s session ${which} from the newest`,
  can: hasOpenDoor('owner'),
  run: async (on) => void newest(openDoorsOf(on, 'owner'), which).holders.add('attacker'),
})

/** The attacker learns the account’s password, and may come in until it is another. */
export const stealPassword: Act = {
  name: 'the attacker learns the account’s password',
  can: ({ account }) => account !== null && account.password !== null,
  run: async (on) => {
    const password = on.account!.password!
    on.known.attacker.unshift(password)
    on.stolen.add(password)
  },
}

/** From the page of who has forgotten a password. */
export const askForReset = (by: Person): Act => ({
  name: `the ${by} asks for a reset`,
  run: async (on, { app }) => {
    const came = await cameOf(app.accounts.requestPasswordReset({ email: ADDRESS }, callerOf(by)))
    if (isTurnedAway(on, 'reset', by, came)) return
    isCounted(on, 'reset', by)
    succeeds(came, 'asking for a reset')
    on.isResetAsked = true
  },
})
