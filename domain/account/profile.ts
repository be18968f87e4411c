import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, optional, parseForm } from '../shared/fields.ts'
import type { UserId } from '../shared/id.ts'
import { parseAnyGenres, parseAnyInstruments, parseInstruments } from '../track/vocabulary.ts'
import { parseNickname } from './nickname.ts'
import type { ActiveUser } from './user.ts'

/** The fields of a profile as they were sent. */
export type ProfileForm = { readonly nickname?: unknown; readonly instrument?: unknown; readonly genre?: unknown }

/** Somebody else's account. */
export type NotTheOwner = { readonly type: 'NotTheOwner'; readonly userId: UserId }

/**
 * The user with the fields that were sent; the others stay. Genres may be none. Instruments may be none only of who came in
 * without, through a provider: their form has nothing else to send.
 */
export const changeProfile = (user: ActiveUser, form: ProfileForm): Result<ActiveUser, InvalidFields> =>
  parseForm({
    nickname: optional(form.nickname, parseNickname),
    instrument: optional(form.instrument, user.instruments.length === 0 ? parseAnyInstruments : parseInstruments),
    genre: optional(form.genre, parseAnyGenres),
  }).map(({ nickname, instrument, genre }) => ({
    ...user,
    nickname: nickname ?? user.nickname,
    instruments: instrument ?? user.instruments,
    genres: genre ?? user.genres,
  }))

/** A profile is changed, and an account taken away, by its owner alone. */
export const onlyTheOwner = (account: UserId, person: UserId): Result<UserId, NotTheOwner> =>
  account === person ? ok(account) : err({ type: 'NotTheOwner', userId: account })
