import { ok, okAsync } from 'neverthrow'
import { soundhub } from '#application/soundhub.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Limit } from '#domain/account/rate-limits.ts'
import { newlyVerified, type User } from '#domain/account/user.ts'
import { DAY } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import {
  type Alter,
  anyPasswordIsRight,
  inJobs,
  inTransactions,
  type Mutant,
  nobodyIsRemoved,
  nothing,
  only,
} from './altering.ts'
import { ADDRESS, PASSPORTS } from './people.ts'

const asIfProved = (user: User): User => {
  if (user.state !== 'pending') return user
  const { subject: _subject, ...account } = user
  return { ...account, ...newlyVerified(NOON) }
}

const SIGN_UPS: readonly Mutant[] = [
  {
    without: 'opening a sign-up removes the others of its address',
    make: only(['activateWithPassword'], nobodyIsRemoved),
  },
  { without: 'Google’s proof removes the sign-ups of its address', make: only(['logInWithGoogle'], nobodyIsRemoved) },
  { without: 'Facebook’s proof does so too', make: only(['logInWithFacebook'], nobodyIsRemoved) },
  { without: '“this was not me” removes a sign-up', make: only(['reportNotMe'], nobodyIsRemoved) },
  { without: 'the page of a sign-up asks for its password', make: only(['activateWithPassword'], anyPasswordIsRight) },
  {
    without: 'nobody comes in before the address is proved',
    make: only(
      ['logIn'],
      inTransactions({
        users: (users) => ({
          ofAddress: (email) => users.ofAddress(email).map((all) => all.map(asIfProved)),
        }),
      }),
    ),
  },
  {
    without: 'the code of a sign-up is no password of the account',
    make: only(
      ['activateWithPassword'],
      inTransactions({
        users: (users) => ({
          save: (user) =>
            users
              .byId(user.id)
              .andThen((before) => users.save({ ...user, passwordHash: before!.passwordHash } as User)),
        }),
      }),
    ),
  },
  {
    without: 'a purge spares who has a living key',
    make: inJobs(
      inTransactions({
        users: (users) => ({
          removeStale: (now, limit) => users.removeStale((now + DAY) as typeof now, limit),
        }),
      }),
    ),
  },
]

const PROVIDERS: readonly Mutant[] = [
  {
    without: 'an address counts only if the provider has verified it',
    make: only(['logInWithGoogle'], ({ google }) => ({
      google: {
        verify: (token) =>
          google.verify(token).map((verified) => {
            const { subject } = PASSPORTS.attackersUnverifiedGoogle
            return verified.subject === subject ? { ...verified, email: ADDRESS } : verified
          }),
      },
    })),
  },
  {
    without: 'an address that was typed is not proved',
    make: (parts) => {
      const app = soundhub(parts)
      const logInWithFacebook: typeof app.accounts.logInWithFacebook = (form, caller) => {
        const verify: typeof parts.facebook.verify = (...given) =>
          parts.facebook
            .verify(...given)
            .map((verified) => ({ ...verified, email: verified.email ?? (form.email as EmailAddress) }))
        return soundhub({ ...parts, facebook: { verify } }).accounts.logInWithFacebook(form, caller)
      }
      return { ...app, accounts: { ...app.accounts, logInWithFacebook } }
    },
  },
  {
    without: 'a person is known by the subject and not by the address',
    make: only(['logInWithGoogle'], inTransactions({ identities: () => ({ bySubject: () => okAsync(null) }) })),
  },
  {
    without: 'a subject is one provider’s',
    make: only(
      ['logInWithFacebook'],
      inTransactions({
        identities: (identities) => ({
          bySubject: (person) =>
            identities
              .bySubject(person)
              .andThen((found) =>
                found === null ? identities.bySubject({ ...person, provider: 'google' }) : ok(found),
              ),
        }),
      }),
    ),
  },
]

const whole = (limit: Limit) => okAsync({ limit, left: limit.most, resetsIn: limit.within })

/** What is asked for is counted otherwise. */
const counting =
  (named: (key: string) => string | null): Alter =>
  ({ rateLimiter }) => ({
    rateLimiter: {
      consume: (key, limit) => (named(key) === null ? whole(limit) : rateLimiter.consume(named(key)!, limit)),
      giveBack: (key, limit) => (named(key) === null ? nothing() : rateLimiter.giveBack(named(key)!, limit)),
      check: (key, limit) => (named(key) === null ? whole(limit) : rateLimiter.check(named(key)!, limit)),
    },
  })

const byAddressAlone = counting((key) => key.replace(/( by pair: \S+) .*/, '$1'))
const withoutPairs = counting((key) => (key.includes(' by pair: ') ? null : key))

const LIMITS: readonly Mutant[] = [
  { without: 'whoever guesses locks nobody else out', make: only(['logIn'], byAddressAlone) },
  { without: 'one client’s sign-ups do not use an address up', make: only(['signUp'], withoutPairs) },
  { without: 'one client’s resets do not use an address up', make: only(['requestPasswordReset'], withoutPairs) },
]

/** What keeps strangers out before there is an account, and when one comes to be. */
export const MUTANTS_AT_THE_DOOR = [...SIGN_UPS, ...PROVIDERS, ...LIMITS]
