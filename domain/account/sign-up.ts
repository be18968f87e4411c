import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, parseForm } from '../shared/fields.ts'
import { type Genre, type Instrument, parseAnyGenres, parseInstruments } from '../track/vocabulary.ts'
import { type EmailAddress, parseEmailAddress } from './email-address.ts'
import { type Nickname, parseNickname } from './nickname.ts'
import { parseNewPassword, parsePasswordAgain, type Password, type PasswordContext } from './password.ts'
import { type EmailTaken, type NicknameTaken, type VerifiedUser, sameNickname } from './user.ts'

/** The sign-up form as it was sent; any field may be anything. */
export type SignUpForm = {
  readonly email?: unknown
  readonly nickname?: unknown
  readonly instrument?: unknown
  readonly genre?: unknown
  readonly password1?: unknown
  readonly password2?: unknown
}

/** A sign-up whose every field keeps its rule. */
export type SignUp = {
  readonly email: EmailAddress
  readonly nickname: Nickname
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly password: Password
}

/** The sign-up, or what is wrong with each field; the fields are named as the form names them. */
export const parseSignUp = (form: SignUpForm, isCommon: PasswordContext['isCommon']): Result<SignUp, InvalidFields> => {
  const names = [form.email, form.nickname].filter((name): name is string => typeof name === 'string')
  return parseForm({
    email: parseEmailAddress(form.email),
    nickname: parseNickname(form.nickname),
    instrument: parseInstruments(form.instrument),
    genre: parseAnyGenres(form.genre),
    password1: parseNewPassword(form.password1, { names: names.map((name) => name.trim()), isCommon }),
    password2: parsePasswordAgain(form.password1, form.password2),
  }).map(({ email, nickname, instrument, genre, password1 }) => ({
    email,
    nickname,
    instruments: instrument,
    genres: genre,
    password: password1,
  }))
}

/** An address and a nickname belong to one active user each; pending ones hold nothing. */
export const addressAndNicknameAreFree = (
  wanted: { readonly email: EmailAddress; readonly nickname: Nickname },
  verified: readonly VerifiedUser[],
): Result<void, EmailTaken | NicknameTaken> => {
  if (verified.some((user) => user.email === wanted.email)) return err({ type: 'EmailTaken', email: wanted.email })
  if (verified.some((user) => sameNickname(user.nickname, wanted.nickname)))
    return err({ type: 'NicknameTaken', nickname: wanted.nickname })
  return ok()
}
