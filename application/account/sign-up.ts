import { ok, safeTry } from 'neverthrow'
import type { TooManyAttempts } from '#domain/account/limits.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import { addressAndNicknameAreFree, parseSignUp, type SignUp, type SignUpForm } from '#domain/account/sign-up.ts'
import { type EmailTaken, isProved, type NicknameTaken, type ProvedUser } from '#domain/account/user.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/world.ts'
import { type Caller, counted } from './caller.ts'
import { orderLetter } from './order-letter.ts'
import type { CommonPasswords, PasswordHasher, RateLimiter } from './ports.ts'

type Reach = 'users' | 'pendingChanges' | 'letters' | 'jobs'

/** What signing up asks. */
export type SignUpAsks = {
  readonly unitOfWork: UnitOfWorkOn<Reach>
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly rateLimiter: RateLimiter
  readonly clock: Clock
}

type Wanted = Omit<SignUp, 'password'> & { readonly passwordHash: PasswordHash }

/**
 * Makes a pending user and asks for its activation mail; the key is issued when the mail is written. Where the address
 * already waits for another sign-up to be opened, it is also told that somebody tried. Where it belongs to an account that a
 * provider opens, the password waits for the link in the mail, and nothing else changes.
 */
export const signUp =
  (asks: SignUpAsks) =>
  (form: SignUpForm, caller: Caller): Outcome<UserId, InvalidFields | EmailTaken | NicknameTaken | TooManyAttempts> =>
    safeTry(async function* () {
      const { password, ...wanted } = yield* parseSignUp(form, (one) => asks.commonPasswords.includes(one))
      yield* counted(asks.rateLimiter, { limited: 'sign-up', caller, email: wanted.email })
      const passwordHash = yield* asks.passwordHasher.hash(password)
      return asks.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const ofAddress = yield* transaction.users.ofAddress(wanted.email)
          const owner = ofAddress.find(isProved)
          if (owner?.state === 'active' && owner.passwordHash === null)
            return addPassword(asks, transaction, owner, passwordHash, caller)
          const namesake = yield* transaction.users.provedByNickname(wanted.nickname)
          yield* addressAndNicknameAreFree(
            wanted,
            [owner, namesake].filter((user) => user !== undefined && user !== null),
          )
          return signUpAnew(asks, transaction, { ...wanted, passwordHash }, ofAddress.length > 0, caller)
        }),
      )
    })

const addPassword = (
  asks: SignUpAsks,
  transaction: Pick<Transaction, Reach>,
  owner: ProvedUser,
  passwordHash: PasswordHash,
  { language }: Caller,
): Outcome<UserId> =>
  safeTry(async function* () {
    const now = asks.clock.now()
    const waiting = { userId: owner.id, kind: 'add', passwordHash, askedFrom: null, askedAt: now } as const
    const { id: changeId } = yield* transaction.pendingChanges.put(waiting)
    yield* orderLetter(transaction, { kind: 'add-password', userId: owner.id, changeId, language, now })
    return ok(owner.id)
  })

const signUpAnew = (
  asks: SignUpAsks,
  transaction: Pick<Transaction, Reach>,
  wanted: Wanted,
  somebodyTried: boolean,
  { language }: Caller,
): Outcome<UserId, EmailTaken | NicknameTaken> =>
  safeTry(async function* () {
    const now = asks.clock.now()
    const user = { ...wanted, state: 'pending', origin: 'email', subject: null, createdAt: now } as const
    const { id: userId } = yield* transaction.users.add(user)
    yield* orderLetter(transaction, { kind: 'activation', userId, language, now })
    if (somebodyTried) yield* orderLetter(transaction, { kind: 'someone-tried', userId, language, now })
    return ok(userId)
  })
