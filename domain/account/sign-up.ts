import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, parseForm } from '../shared/fields.ts'
import { isText } from '../shared/text.ts'
import { type Genre, type Instrument, parseAnyGenres, parseInstruments, type Words } from '../track/vocabulary.ts'
import { type EmailAddress, parseEmailAddress } from './email-address.ts'
import { type Nickname, parseNickname } from './nickname.ts'
import { parseNewPassword, parsePasswordAgain, type Password, type PasswordContext } from './password.ts'
import { type EmailTaken, type NicknameTaken, type VerifiedUser, sameNickname } from './user.ts'

/** What a person fills in to sign up. */
export type SignUpForm = {
  readonly email: string
  readonly nickname: string
  readonly instruments: Words
  readonly genres?: Words
  readonly newPassword: string
  /** Where the person typed the password twice, the second time. */
  readonly newPasswordAgain?: string
}

/** A valid sign-up. */
export type SignUp = {
  readonly email: EmailAddress
  readonly nickname: Nickname
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly password: Password
}

/** The sign-up, or what is wrong with each field. */
export const parseSignUp = (form: SignUpForm, isCommon: PasswordContext['isCommon']): Result<SignUp, InvalidFields> => {
  const names = [form.email, form.nickname].filter(isText)
  return parseForm({
    email: parseEmailAddress(form.email),
    nickname: parseNickname(form.nickname),
    instruments: parseInstruments(form.instruments),
    genres: parseAnyGenres(form.genres),
    newPassword: parseNewPassword(form.newPassword, { names: names.map((name) => name.trim()), isCommon }),
    newPasswordAgain: parsePasswordAgain(form.newPassword, form.newPasswordAgain),
  }).map(({ email, nickname, instruments, genres, newPassword: password }) => ({
    email,
    nickname,
    instruments,
    genres,
    password,
  }))
}

/** Rule: address and nickname are unique among verified users. Pending ones reserve nothing. */
export const addressAndNicknameAreFree = (
  wanted: { readonly email: EmailAddress; readonly nickname: Nickname },
  verified: readonly VerifiedUser[],
): Result<void, EmailTaken | NicknameTaken> => {
  if (verified.some((user) => user.email === wanted.email)) return err({ type: 'EmailTaken', email: wanted.email })
  if (verified.some((user) => sameNickname(user.nickname, wanted.nickname)))
    return err({ type: 'NicknameTaken', nickname: wanted.nickname })
  return ok()
}
