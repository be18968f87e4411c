import { err, ok, type Result } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { parseNickname, parseStaffNickname } from '#domain/account/nickname.ts'
import { parseNewPassword, parsePasswordAgain, parseSubmittedPassword } from '#domain/account/password.ts'
import { parseBpm, parseTitle } from '#domain/post/post.ts'
import { parseContent } from '#domain/message/message.ts'
import { type Fault, type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import { parseAnyGenres, parseAnyInstruments, parseGenres, parseInstruments } from '#domain/track/vocabulary.ts'
import { textIn, wordsChosen } from './values.ts'

// The core's own parsers, under the names that the API gives the fields. Loaded when a form is sent first, so that no page
// waits for them. The API checks everything again, and what only it knows: whether a password is too common.

const faultsOf = (form: Record<string, Result<unknown, Fault>>): InvalidFields | null =>
  parseForm(form).match(
    () => null,
    (wrong) => wrong,
  )

const newPassword = (fields: FormData, names: readonly string[]) => ({
  password1: parseNewPassword(textIn(fields, 'password1'), { names, isCommon: () => false }),
  password2: parsePasswordAgain(textIn(fields, 'password1'), textIn(fields, 'password2')),
})

export const checkLogIn = (fields: FormData): InvalidFields | null =>
  faultsOf({
    email: parseEmailAddress(textIn(fields, 'email')),
    password: parseSubmittedPassword(textIn(fields, 'password')),
  })

export const checkSignUp = (fields: FormData): InvalidFields | null =>
  faultsOf({
    email: parseEmailAddress(textIn(fields, 'email')),
    nickname: parseNickname(textIn(fields, 'nickname')),
    instrument: parseInstruments(wordsChosen(fields, 'instrument')),
    genre: parseAnyGenres(wordsChosen(fields, 'genre')),
    ...newPassword(fields, [textIn(fields, 'email').trim(), textIn(fields, 'nickname').trim()]),
  })

export const checkProviderSignUp = (fields: FormData): InvalidFields | null =>
  faultsOf({
    nickname: parseNickname(textIn(fields, 'nickname')),
    instrument: parseInstruments(wordsChosen(fields, 'instrument')),
    genre: parseAnyGenres(wordsChosen(fields, 'genre')),
    email: fields.has('email') ? parseEmailAddress(textIn(fields, 'email')) : ok(),
  })

export const checkAddress = (fields: FormData): InvalidFields | null =>
  faultsOf({ email: parseEmailAddress(textIn(fields, 'email')) })

/** `names` are those of the owner, which no password may be. Who logs in by a provider has no password yet. */
export const checkNewPassword = (fields: FormData, names: readonly string[]): InvalidFields | null =>
  faultsOf({
    password: fields.has('password') ? parseSubmittedPassword(textIn(fields, 'password')) : ok(),
    ...newPassword(fields, names),
  })

export const checkMessage = (fields: FormData): InvalidFields | null =>
  faultsOf({ content: parseContent(textIn(fields, 'content')) })

/** Which reserved nicknames somebody may keep is the API's to know. */
export const checkProfile = (
  fields: FormData,
  { mayHaveNone }: { readonly mayHaveNone: boolean },
): InvalidFields | null =>
  faultsOf({
    nickname: parseStaffNickname(textIn(fields, 'nickname')),
    instrument: (mayHaveNone ? parseAnyInstruments : parseInstruments)(wordsChosen(fields, 'instrument')),
    genre: parseAnyGenres(wordsChosen(fields, 'genre')),
  })

export const checkPost = (fields: FormData): InvalidFields | null =>
  faultsOf({
    title: parseTitle(textIn(fields, 'title')),
    instrument: parseInstruments(wordsChosen(fields, 'instrument')),
    genre: parseGenres(wordsChosen(fields, 'genre')),
    bpm: parseBpm(textIn(fields, 'bpm')),
  })

/** A form without a file sends an empty one. */
export const checkFile = (fields: FormData, name: string): InvalidFields | null => {
  const file = fields.get(name)
  return faultsOf({ [name]: file instanceof File && file.size > 0 ? ok() : err({ code: 'REQUIRED' }) })
}
