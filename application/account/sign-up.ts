import { ok, safeTry } from 'neverthrow'
import { addressAndNicknameAreFree, parseSignUp, type SignUpForm } from '#domain/account/sign-up.ts'
import type { ActiveUser, EmailTaken, NicknameTaken } from '#domain/account/user.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Language } from '../shared/world.ts'
import type { CommonPasswords, PasswordHasher } from './ports.ts'

/** What signing up needs. */
export type SignUpAsks = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'jobs'>
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly clock: Clock
}

/**
 * Makes a pending user and asks for its activation mail; the key is issued when the mail is written. Where the address
 * already waits for another sign-up to be opened, it is also told that somebody tried.
 */
export const signUp =
  (asks: SignUpAsks) =>
  (form: SignUpForm, language: Language): Outcome<UserId, InvalidFields | EmailTaken | NicknameTaken> =>
    safeTry(async function* () {
      const wanted = yield* parseSignUp(form, (password) => asks.commonPasswords.includes(password))
      const passwordHash = yield* asks.passwordHasher.hash(wanted.password)
      const { password: _, ...profile } = wanted
      return asks.unitOfWork.run(({ users, jobs }) =>
        safeTry(async function* () {
          const ofAddress = yield* users.ofAddress(wanted.email)
          const namesake = yield* users.activeByNickname(wanted.nickname)
          const active = [...ofAddress, namesake].filter((user): user is ActiveUser => user?.state === 'active')
          yield* addressAndNicknameAreFree(wanted, active)
          const user = yield* users.add({ ...profile, passwordHash, createdAt: asks.clock.now() })
          yield* jobs.add({ type: 'send-activation-mail', userId: user.id, language })
          if (ofAddress.length > 0) yield* jobs.add({ type: 'send-someone-tried-mail', email: wanted.email, language })
          return ok(user.id)
        }),
      )
    })
