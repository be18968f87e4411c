import { HOUR } from '#domain/shared/instant.ts'
import type { Act } from './act.ts'
import { logIn, ownerShows, signUp } from './coming-in.ts'
import { hasAskedOften, type Idea, type Key, openDoorsOf } from './idea.ts'
import { followKey, type Page } from './links.ts'
import { mailsGoOut } from './mailbox.ts'
import { wait } from './passing.ts'
import { meets } from './outcomes.ts'
import type { Place } from './place.ts'
import { askForReset } from './sessions.ts'

const takeNewest = async (on: Idea, at: Place, purpose: Key['purpose'], page: Page): Promise<void> => {
  const key = on.mailbox.findLast((one) => one.purpose === purpose)
  if (key === undefined) throw new Error(`no link came: ${purpose}`)
  await followKey(on, at, key, { page, typed: 'the right one', sends: true })
}

/** By a reset where there is an account, and by signing up where there is none. */
const byMail = async (on: Idea, at: Place, nickname: string): Promise<void> => {
  const isThere = on.account !== null
  // Only the owner's own asking can be in the owner's way, and not for long.
  if (hasAskedOften(on, isThere ? 'reset' : 'sign-up', 'owner')) await wait(HOUR).run(on, at)
  await (isThere ? askForReset('owner') : signUp('owner', nickname)).run(on, at)
  await mailsGoOut(on, at)
  await takeNewest(on, at, isThere ? 'reset-password' : 'activation', isThere ? 'reset' : 'activation')
  if (hasAskedOften(on, 'log-in', 'owner')) await wait(HOUR).run(on, at)
  await logIn('owner', 0).run(on, at)
}

/** The owner gets in, whatever was before. */
export const getIn = (way: 'mail' | 'google'): Act => ({
  name: `the owner gets in by ${way}`,
  run: async (on, at) => {
    const nickname = `Owner ${++on.options}`
    const before = on.doors.length
    await (way === 'mail' ? byMail(on, at, nickname) : ownerShows('ownersGoogle', nickname).run(on, at))
    meets(String(on.doors.length), String(before + 1), 'sessions after the owner got in')
    meets(String(openDoorsOf(on, 'owner').includes(on.doors.at(-1)!)), 'true', 'the owner is in')
  },
})
