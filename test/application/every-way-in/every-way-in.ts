import * as fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '#domain/shared/instant.ts'
import type { Act } from './act.ts'
import { attackerShows, logIn, ownerShows, showsBare, signUp } from './coming-in.ts'
import { getIn } from './getting-in.ts'
import { type Idea, idea } from './idea.ts'
import { invariantsHold } from './invariants.ts'
import { follow, PAGES } from './links.ts'
import { mailsGoOut } from './mailbox.ts'
import { deliverMails, flood, guess, purge, wait } from './passing.ts'
import { NICKNAMES } from './people.ts'
import type { Place } from './place.ts'
import {
  askForChange,
  askForReset,
  endAnother,
  logOut,
  stealPassword,
  stealSession,
  takeAccountAway,
} from './sessions.ts'

const who = fc.constantFrom('owner', 'attacker')
const nickname = fc.constantFrom(...NICKNAMES)
const back = fc.oneof({ weight: 4, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(10) })

const following = fc.record({
  link: fc.oneof({ weight: 4, arbitrary: fc.constant('link' as const) }, fc.constant('not me' as const)),
  back,
  page: fc.oneof({ weight: 5, arbitrary: fc.constant('its own page' as const) }, fc.constantFrom(...PAGES)),
  typed: fc.oneof({ weight: 5, arbitrary: fc.constant('the right one' as const) }, fc.nat(3)),
  sends: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false)),
})

const ways = fc.constantFrom('mail', 'google').map(getIn)

const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(who, nickname).map((given) => signUp(...given)) },
  { weight: 16, arbitrary: following.map(follow) },
  { weight: 5, arbitrary: fc.tuple(who, fc.nat(3)).map((given) => logIn(...given)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('ownersGoogle', 'ownersMovedGoogle', 'ownersFacebook'), nickname)
      .map((given) => ownerShows(...given)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('ownersBareFacebook', 'attackersBareFacebook', 'attackersUnverifiedGoogle'), nickname)
      .map((given) => showsBare(...given)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('attackersGoogle', 'attackersFacebook'), nickname)
      .map((given) => attackerShows(...given)),
  },
  { weight: 5, arbitrary: fc.tuple(who, fc.nat(3)).map((given) => askForChange(...given)) },
  { weight: 3, arbitrary: who.map(askForReset) },
  { weight: 1, arbitrary: fc.tuple(who, fc.nat(3)).map((given) => logOut(...given)) },
  { weight: 1, arbitrary: fc.tuple(who, fc.nat(3), fc.nat(3)).map((given) => endAnother(...given)) },
  { weight: 1, arbitrary: fc.tuple(who, fc.nat(3)).map((given) => takeAccountAway(...given)) },
  { weight: 3, arbitrary: fc.nat(2).map(stealSession) },
  { weight: 1, arbitrary: fc.constant(stealPassword) },
  { weight: 1, arbitrary: fc.constant(deliverMails) },
  { weight: 1, arbitrary: fc.constant(purge) },
  { weight: 3, arbitrary: fc.constantFrom(MINUTE, 4 * MINUTE, HOUR, DAY, 2 * DAY, 31 * DAY).map(wait) },
  { weight: 1, arbitrary: fc.oneof(fc.constant(guess), fc.constantFrom('sign-ups', 'resets').map(flood)) },
  { weight: 1, arbitrary: ways },
)

class Step implements fc.AsyncCommand<Idea, Place> {
  readonly #act: Act
  readonly #mailsGoOut: boolean

  constructor(act: Act, mailsGoOutAtOnce: boolean) {
    this.#act = act
    this.#mailsGoOut = mailsGoOutAtOnce
  }

  check(on: Readonly<Idea>): boolean {
    return this.#act.can?.(on) ?? true
  }

  async run(on: Idea, at: Place): Promise<void> {
    await this.#act.run(on, at)
    if (this.#mailsGoOut) await mailsGoOut(on, at)
    await invariantsHold(on, at)
  }

  toString(): string {
    return `${this.#act.name}${this.#mailsGoOut ? '' : ' (mails are late)'}`
  }
}

const steps = fc
  .tuple(acts, fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)))
  .map((given) => new Step(...given))

/** Half of all stories begin where the owner has an account already. */
const beginnings = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, ways)

const MOST_STEPS = 16

const stories = fc.commands([steps], { maxCommands: MOST_STEPS, size: 'max' })

/**
 * Whoever has not proved the mailbox or the provider account never gets in once the owner has, and the owner always does:
 * after every story of owner, attacker and clock, and after each of its steps.
 */
export const everyWayIn = (makePlace: () => Place | Promise<Place>) =>
  fc.asyncProperty(beginnings, stories, ways, async (beginning, story, end) => {
    const at = await makePlace()
    const on = idea()
    if (beginning !== null) await new Step(beginning, true).run(on, at)
    await fc.asyncModelRun(() => ({ model: on, real: at }), story)
    await new Step(end, true).run(on, at)
  })
