import type { Nickname } from '#domain/account/nickname.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'

/** A user as other people's screens show one beside something else. */
export type AuthorView = {
  readonly id: UserId
  readonly nickname: Nickname
  readonly picture: MediaPath | null
}
