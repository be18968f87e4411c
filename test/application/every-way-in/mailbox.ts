import type { Mail } from '#application/account/ports.ts'
import type { Purpose } from '#domain/account/activation-key.ts'
import type { LetterKind } from '#domain/account/letter.ts'
import type { Secret } from '#domain/account/secret.ts'
import { after, DAY, HOUR } from '#domain/shared/instant.ts'
import { type Idea, isStillThere, type Key, type Letter } from './idea.ts'
import { meets } from './outcomes.ts'
import type { Place } from './place.ts'

const LIVES: Readonly<Record<Purpose, number>> = {
  activation: 2 * DAY,
  'add-password': 2 * DAY,
  'change-password': 2 * DAY,
  'reset-password': HOUR,
  'disown-sign-up': 2 * DAY,
  'disown-change': 2 * DAY,
  'disown-reset': HOUR,
  'disown-new-password': 7 * DAY,
}

const DISOWNS: Readonly<Record<LetterKind, Purpose>> = {
  activation: 'disown-sign-up',
  'someone-tried': 'disown-sign-up',
  'add-password': 'disown-change',
  'change-password': 'disown-change',
  'reset-password': 'disown-reset',
  'password-changed': 'disown-new-password',
}

/** A letter whose reason is gone before a worker gets to it is not written. */
const isMeant = (on: Idea, { of, change }: Letter): boolean =>
  isStillThere(on, of) && (change === null || on.account?.change === change)

const put = (on: Idea, { of, change }: Letter, purpose: Purpose, secret: Secret): void => {
  const key: Key = { secret, purpose, of, change, diesAt: after(on.now, LIVES[purpose]), isUsedUp: false }
  on.mailbox.push(key)
}

/** Jobs are done; exactly the mails that should be are in the mailbox then, and what their links should open is noted. */
export const mailsGoOut = async (on: Idea, { deliver }: Place): Promise<void> => {
  const meant = on.letters.filter((letter) => isMeant(on, letter))
  if (on.isResetAsked && on.account !== null) meant.push({ kind: 'reset-password', of: on.account, change: null })
  on.letters = []
  on.isResetAsked = false
  const came: readonly Mail[] = await deliver()
  meets(came.map(({ kind }) => kind).join(), meant.map(({ kind }) => kind).join(), 'the mails that went out')
  meant.forEach((letter, at) => {
    const { secret, disown } = came[at]!
    if (secret !== null) put(on, letter, letter.kind as Purpose, secret)
    put(on, letter, DISOWNS[letter.kind], disown)
  })
}
