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
  /** The pending first password of an account that has none yet. */
  readonly waiting: { readonly changeId: ChangeId; readonly passwordHash: PasswordHash } | null
}

/** Read at every login, so outside of any transaction and without locks, whether or not the address is known. */
export interface CredentialReader {
  /** At most `most` users of the address: the verified one first, then its pending sign-ups, newest first. */
  ofAddress(email: EmailAddress, most: number): Outcome<readonly Credentials[]>
}
