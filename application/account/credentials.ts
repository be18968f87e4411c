import type { EmailAddress } from '#domain/account/email-address.ts'
import type { PasswordHash } from '#domain/account/password.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'

/** What a login is compared with. */
export type Credentials = {
  readonly id: UserId
  /** See `isVerified`: active or suspended. */
  readonly isVerified: boolean
  /** `null` where the account has none. */
  readonly passwordHash: PasswordHash | null
  /** The password that an account without one waits to get. */
  readonly waiting: { readonly changeId: ChangeId; readonly passwordHash: PasswordHash } | null
}

/** Asked for every login, so outside of any transaction, and of every address alike: nothing is locked. */
export interface CredentialReader {
  /** At most `most` users of the address: the proved one first, then its sign-ups, the newest first. */
  ofAddress(email: EmailAddress, most: number): Outcome<readonly Credentials[]>
}
