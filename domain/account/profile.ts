import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, optional, type Parsed, parseForm } from '../shared/fields.ts'
import type { UserId } from '../shared/id.ts'
import { parseAnyGenres, parseAnyInstruments, parseInstruments, type Words } from '../track/vocabulary.ts'
import { type Nickname, parseNickname, parseStaffNickname } from './nickname.ts'
import type { ActiveUser } from './user.ts'

/** New values for a profile; a field that is left out stays as it is. */
export type ProfileChanges = {
  readonly nickname?: string
  readonly instruments?: Words
  readonly genres?: Words
}

/** The account belongs to somebody else. */
export type NotTheOwner = { readonly type: 'NotTheOwner'; readonly userId: UserId }

/** Staff may have reserved nicknames, and existing users keep theirs. */
const nicknameOf =
  (user: ActiveUser) =>
  (raw: unknown): Parsed<Nickname> =>
    user.isStaff || raw === user.nickname ? parseStaffNickname(raw) : parseNickname(raw)

/**
 * The user with the given changes. Genres may be empty. Instruments may be empty only for users who signed up without
 * any, through a provider.
 */
export const changeProfile = (user: ActiveUser, changes: ProfileChanges): Result<ActiveUser, InvalidFields> =>
  parseForm({
    nickname: optional(changes.nickname, nicknameOf(user)),
    instruments: optional(changes.instruments, user.instruments.length === 0 ? parseAnyInstruments : parseInstruments),
    genres: optional(changes.genres, parseAnyGenres),
  }).map(({ nickname, instruments, genres }) => ({
    ...user,
    nickname: nickname ?? user.nickname,
    instruments: instruments ?? user.instruments,
    genres: genres ?? user.genres,
  }))

/** Only its owner changes a profile or deletes an account. */
export const onlyTheOwner = (account: UserId, person: UserId): Result<UserId, NotTheOwner> =>
  account === person ? ok(account) : err({ type: 'NotTheOwner', userId: account })
