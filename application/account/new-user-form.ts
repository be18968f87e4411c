import type { Result } from 'neverthrow'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import { parseNickname } from '#domain/account/nickname.ts'
import type { Profile } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import { parseAnyGenres, parseAnyInstruments } from '#domain/track/vocabulary.ts'

/** What a client sends beside the provider's token; wanted where the account is new. */
export type NewUserForm = {
  readonly nickname?: unknown
  readonly instrument?: unknown
  readonly genre?: unknown
  readonly email?: unknown
}

const fieldsOf = (form: NewUserForm) => ({
  nickname: parseNickname(form.nickname),
  instrument: parseAnyInstruments(form.instrument),
  genre: parseAnyGenres(form.genre),
})

/** Who comes with an address that the provider proved. */
export const parseNewUser = (form: NewUserForm): Result<Profile, InvalidFields> =>
  parseForm(fieldsOf(form)).map(({ nickname, instrument, genre }) => ({
    nickname,
    instruments: instrument,
    genres: genre,
  }))

/** Who comes without one and types it. */
export const parseNewUserWithAddress = (
  form: NewUserForm,
): Result<Profile & { readonly email: EmailAddress }, InvalidFields> =>
  parseForm({ email: parseEmailAddress(form.email), ...fieldsOf(form) }).map(
    ({ email, nickname, instrument, genre }) => ({ email, nickname, instruments: instrument, genres: genre }),
  )
