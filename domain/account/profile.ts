import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, optional, parseForm } from '../shared/fields.ts'
import type { UserId } from '../shared/id.ts'
import { parseAnyGenres, parseAnyInstruments, parseInstruments, type Words } from '../track/vocabulary.ts'
import { parseNickname } from './nickname.ts'
import type { ActiveUser } from './user.ts'

/** New values for a profile; a field that is left out stays as it is. */
export type ProfileChanges = {
  readonly nickname?: string
  readonly instruments?: Words
  readonly genres?: Words
}

/** Somebody else's account. */
export type NotTheOwner = { readonly type: 'NotTheOwner'; readonly userId: UserId }

/**
 * The user with the fields that were sent; the others stay. Genres may be none. Instruments may be none only of who came in
 * without, through a provider: their form has nothing else to send.
 */
export const changeProfile = (user: ActiveUser, changes: ProfileChanges): Result<ActiveUser, InvalidFields> =>
  parseForm({
    nickname: optional(changes.nickname, parseNickname),
    instruments: optional(changes.instruments, user.instruments.length === 0 ? parseAnyInstruments : parseInstruments),
    genres: optional(changes.genres, parseAnyGenres),
  }).map(({ nickname, instruments, genres }) => ({
    ...user,
    nickname: nickname ?? user.nickname,
    instruments: instruments ?? user.instruments,
    genres: genres ?? user.genres,
  }))

/** A profile is changed, and an account taken away, by its owner alone. */
export const onlyTheOwner = (account: UserId, person: UserId): Result<UserId, NotTheOwner> =>
  account === person ? ok(account) : err({ type: 'NotTheOwner', userId: account })
