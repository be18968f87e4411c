import type { Result } from 'neverthrow'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import { parseNickname } from '#domain/account/nickname.ts'
import type { Profile } from '#domain/account/user.ts'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import { parseAnyGenres, parseAnyInstruments, type Words } from '#domain/track/vocabulary.ts'

/** The profile of an account that a provider's login makes; required only where the account is new. */
export type NewUserForm = {
  readonly nickname?: string
  readonly instruments?: Words
  readonly genres?: Words
  /** Required if the provider verifies no address. */
  readonly email?: string
}

const fieldsOf = (form: NewUserForm) => ({
  nickname: parseNickname(form.nickname),
  instruments: parseAnyInstruments(form.instruments),
  genres: parseAnyGenres(form.genres),
})

/** The profile of a new user whose address the provider verified. */
export const parseNewUser = (form: NewUserForm): Result<Profile, InvalidFields> => parseForm(fieldsOf(form))

/** The profile of a new user who types the address. */
export const parseNewUserWithAddress = (
  form: NewUserForm,
): Result<Profile & { readonly email: EmailAddress }, InvalidFields> =>
  parseForm({ email: parseEmailAddress(form.email), ...fieldsOf(form) })
