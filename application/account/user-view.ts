import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Genre, Instrument } from '#domain/track/vocabulary.ts'
import type { Outcome } from '../shared/outcome.ts'

/** A user as other people's screens show one beside something else. */
export type AuthorView = {
  readonly id: UserId
  readonly nickname: Nickname
  readonly picture: MediaPath | null
}

/** A user as a screen shows one. */
export type UserView = {
  readonly id: UserId
  readonly email: EmailAddress
  readonly nickname: Nickname
  readonly instruments: readonly Instrument[]
  readonly genres: readonly Genre[]
  readonly isActive: boolean
  readonly lastLoginAt: Instant | null
  readonly createdAt: Instant
}

/** What the user screens ask, each in one round trip. */
export interface UserQueries {
  /** `null` where there is no such user. */
  byId(id: UserId): Outcome<UserView | null>
}

/** A user as somebody in particular may see one. */
export type SeenUser = Omit<UserView, 'email'> & { readonly email: EmailAddress | null }

/** The address is shown to its owner alone. */
export const seenBy = (viewer: UserId | null, user: UserView): SeenUser =>
  viewer === user.id ? user : { ...user, email: null }
