import type { Nickname } from '#domain/account/nickname.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { MediaPath } from '#domain/track/track.ts'

/** A user as shown beside a post or a comment. */
export type AuthorView = {
  readonly id: UserId
  readonly nickname: Nickname
  readonly picture: MediaPath | null
}
