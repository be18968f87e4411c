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

/** Staff are called what they like, and whoever has a name keeps it, reserved or not. */
const nicknameOf =
  (user: ActiveUser) =>
  (raw: unknown): Parsed<Nickname> =>
    user.isStaff || raw === user.nickname ? parseStaffNickname(raw) : parseNickname(raw)

/**
 * The user with the fields that were sent; the others stay. Genres may be none. Instruments may be none only of who came in
 * without, through a provider: their form has nothing else to send.
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
