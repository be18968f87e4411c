import { ok, safeTry } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { parseStaffNickname } from '#domain/account/nickname.ts'
import { parseNewPassword } from '#domain/account/password.ts'
import { addressAndNicknameAreFree } from '#domain/account/sign-up.ts'
import { type EmailTaken, newlyVerified, isVerified, type NicknameTaken } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/system.ts'
import type { CommonPasswords, PasswordHasher } from './ports.ts'

/** What creating staff needs. */
export type CreateStaffDependencies = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'audit'>
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly clock: Clock
}

/** Creates a verified staff account. Pending sign-ups of the address are removed. */
export const createStaff =
  (deps: CreateStaffDependencies) =>
  (form: {
    readonly email: string
    readonly nickname: string
    readonly password: string
  }): Outcome<UserId, InvalidFields | EmailTaken | NicknameTaken> =>
    safeTry(async function* () {
      const names = [form.email, form.nickname].filter((name): name is string => typeof name === 'string')
      const isCommon = (password: string) => deps.commonPasswords.includes(password)
      const wanted = yield* parseForm({
        email: parseEmailAddress(form.email),
        nickname: parseStaffNickname(form.nickname),
        password: parseNewPassword(form.password, { names, isCommon }),
      })
      const passwordHash = yield* deps.passwordHasher.hash(wanted.password)
      return deps.unitOfWork.run(({ users, audit }) =>
        safeTry(async function* () {
          const { email, nickname } = wanted
          const ofAddress = yield* users.ofAddress(email)
          const namesake = yield* users.verifiedByNickname(nickname)
          yield* addressAndNicknameAreFree(wanted, [
            ...ofAddress.filter(isVerified),
            ...(namesake === null ? [] : [namesake]),
          ])
          yield* users.remove(ofAddress.map(({ id }) => id))
          const now = deps.clock.now()
          const account = { email, nickname, instruments: [], genres: [], origin: 'email', createdAt: now } as const
          const user = yield* users.add({ ...account, ...newlyVerified(now), passwordHash, isStaff: true })
          yield* audit.add({ staffId: null, at: now, action: 'create-staff', subject: user.id })
          return ok(user.id)
        }),
      )
    })
