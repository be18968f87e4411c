import { ok, safeTry } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { parseNickname } from '#domain/account/nickname.ts'
import { parseNewPassword } from '#domain/account/password.ts'
import { addressAndNicknameAreFree } from '#domain/account/sign-up.ts'
import { type EmailTaken, freshlyProved, isProved, type NicknameTaken } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock } from '../shared/world.ts'
import type { CommonPasswords, PasswordHasher } from './ports.ts'

/** What making staff asks. */
export type CreateStaffAsks = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'audit'>
  readonly passwordHasher: PasswordHasher
  readonly commonPasswords: CommonPasswords
  readonly clock: Clock
}

/** Makes a staff account, proved by whoever holds the machine; pending sign-ups of the address go. */
export const createStaff =
  (asks: CreateStaffAsks) =>
  (form: {
    readonly email: unknown
    readonly nickname: unknown
    readonly password: unknown
  }): Outcome<UserId, InvalidFields | EmailTaken | NicknameTaken> =>
    safeTry(async function* () {
      const names = [form.email, form.nickname].filter((name): name is string => typeof name === 'string')
      const isCommon = (password: string) => asks.commonPasswords.includes(password)
      const wanted = yield* parseForm({
        email: parseEmailAddress(form.email),
        nickname: parseNickname(form.nickname),
        password: parseNewPassword(form.password, { names, isCommon }),
      })
      const passwordHash = yield* asks.passwordHasher.hash(wanted.password)
      return asks.unitOfWork.run(({ users, audit }) =>
        safeTry(async function* () {
          const { email, nickname } = wanted
          const ofAddress = yield* users.ofAddress(email)
          const namesake = yield* users.provedByNickname(nickname)
          yield* addressAndNicknameAreFree(wanted, [
            ...ofAddress.filter(isProved),
            ...(namesake === null ? [] : [namesake]),
          ])
          yield* users.remove(ofAddress.map(({ id }) => id))
          const now = asks.clock.now()
          const account = { email, nickname, instruments: [], genres: [], origin: 'email', createdAt: now } as const
          const user = yield* users.add({ ...account, ...freshlyProved(now), passwordHash, isStaff: true })
          yield* audit.add({ staffId: null, at: now, action: 'create-staff', subject: user.id })
          return ok(user.id)
        }),
      )
    })
