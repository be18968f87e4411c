import { after, DAY, type Milliseconds } from '#domain/shared/instant.ts'
import type { Act } from './act.ts'
import { signUp } from './coming-in.ts'
import { isLiving, type Idea, signUpGoes, type Waiting } from './idea.ts'
import { mailsGoOut } from './mailbox.ts'
import { cameOf, isCounted, isTurnedAway, isRefused, succeeds } from './outcomes.ts'
import { ADDRESS, callerOf } from './people.ts'
import { askForReset } from './sessions.ts'

export const wait = (length: Milliseconds): Act => ({
  name: `${length / 60_000} minutes pass`,
  run: async (on, { clock }) => {
    on.now = after(on.now, length)
    clock.set(on.now)
  },
})

export const deliverMails: Act = { name: 'the mails go out', run: mailsGoOut }

const isStale = (on: Idea, one: Waiting): boolean =>
  on.now >= after(one.since, 2 * DAY) && on.mailbox.every((key) => key.of !== one || !isLiving(on, key))

export const purge: Act = {
  name: 'stale sign-ups are purged',
  run: async (on, { app }) => {
    succeeds(await cameOf(app.worker.performJob({ type: 'purge-stale-users' })), 'the purge')
    on.waiting.filter((one) => isStale(on, one)).forEach((one) => signUpGoes(on, one))
  },
}

const MANY = 12

/** More than one client may; nobody else is to be kept out by it. */
export const guess: Act = {
  name: 'the attacker guesses passwords',
  run: async (on, { app }) => {
    for (let time = 0; time < MANY; time++) {
      const form = { email: ADDRESS, password: `guess ${time}` }
      const came = await cameOf(app.accounts.logIn(form, callerOf('attacker')))
      if (isTurnedAway(on, 'log-in', 'attacker', came)) return
      isRefused(came, 'WrongCredentials', 'a guess')
      isCounted(on, 'log-in', 'attacker')
    }
  },
}

export const flood = (how: 'sign-ups' | 'resets'): Act => ({
  name: `the attacker floods the address with ${how}`,
  run: async (on, at) => {
    for (let time = 0; time < MANY; time++)
      await (how === 'sign-ups' ? signUp('attacker', `Ann ${time}`) : askForReset('attacker')).run(on, at)
  },
})
