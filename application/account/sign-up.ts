import { ok, safeTry } from 'neverthrow'
import type { TooManyAttempts } from '#domain/account/rate-limits.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import { addressAndNicknameAreFree, parseSignUp, type SignUp, type SignUpForm } from '#domain/account/sign-up.ts'
import {
  type EmailTaken,
  isVerified,
  type NicknameTaken,
  type PendingUser,
  type VerifiedUser,
} from '#domain/account/user.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'
import { ANONYMOUS, type Caller, countAttempt } from './caller.ts'
import { queueMail } from './queue-mail.ts'
import type { CommonPasswords, PasswordHasher, RateLimiter } from './ports.ts'
import { queueSignUpMails } from './queue-sign-up-mails.ts'
import { newUserView, type VisibleUser } from './user-view.ts'

type Repositories = 'users' | 'pendingChanges' | 'queuedMails' | 'jobs'

/** What signing up needs. */
export type SignUpDependencies = {
  readonly unitOfWork: UnitOfWorkOn<Repositories>
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly rateLimiter: RateLimiter
  readonly clock: Clock
}

type Wanted = Omit<SignUp, 'password'> & { readonly passwordHash: PasswordHash }

/**
 * Creates a pending user and queues the activation mail; the key is issued when the mail is written. If another sign-up
 * of the address is pending, a second mail says that somebody tried. If the address belongs to an account without a
 * password, the password waits for the link in the mail and nothing else changes: the answer looks like that of any
 * sign-up, with an id that nobody gets, so it does not reveal that the address is taken.
 */
export const signUp =
  (deps: SignUpDependencies) =>
  (
    form: SignUpForm,
    caller: Caller = ANONYMOUS,
  ): Outcome<VisibleUser, InvalidFields | EmailTaken | NicknameTaken | TooManyAttempts> =>
    safeTry(async function* () {
      const { password, ...wanted } = yield* parseSignUp(form, (one) => deps.commonPasswords.includes(one))
      yield* countAttempt(deps.rateLimiter, { limited: 'sign-up', caller, email: wanted.email })
      const passwordHash = yield* deps.passwordHasher.hash(password)
      return deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const ofAddress = yield* transaction.users.ofAddress(wanted.email)
          const owner = ofAddress.find(isVerified)
          const addsPassword = owner?.state === 'active' && owner.passwordHash === null
          const namesake = yield* transaction.users.verifiedByNickname(wanted.nickname)
          const inTheWay = [owner, namesake].filter((user) => user !== undefined && user !== null)
          yield* addressAndNicknameAreFree(
            wanted,
            addsPassword ? inTheWay.filter((user) => user.id !== owner.id) : inTheWay,
          )
          const newUser = yield* transaction.users.add(newUserOf({ ...wanted, passwordHash }, deps.clock.now()))
          yield* addsPassword
            ? addPassword(transaction, owner, newUser, caller)
            : queueSignUpMails(transaction, newUser, ofAddress.length > 0, caller)
          return ok(newUserView(newUser))
        }),
      )
    })

const newUserOf = (wanted: Wanted, now: Instant) =>
  ({ ...wanted, state: 'pending', origin: 'email', subject: null, createdAt: now }) as const

/** Removes the new user again; its password waits until the owner opens the link. */
const addPassword = (
  transaction: Pick<Transaction, Repositories>,
  owner: VerifiedUser,
  { id, passwordHash, createdAt: now }: PendingUser & Wanted,
  { language }: Caller,
): Outcome<void> =>
  safeTry(async function* () {
    yield* transaction.users.remove([id])
    const waiting = { userId: owner.id, kind: 'add', passwordHash, askedFrom: null, askedAt: now } as const
    const { id: changeId } = yield* transaction.pendingChanges.put(waiting)
    return queueMail(transaction, { kind: 'add-password', userId: owner.id, changeId, language, now })
  })
