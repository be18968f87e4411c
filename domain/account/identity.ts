import type { UserId } from '../shared/id.ts'
import type { EmailAddress } from './email-address.ts'

/** Identity providers. */
export type Provider = 'google' | 'facebook'

/** A user's identity at a provider. A subject never changes and is never reassigned. */
export type Subject = { readonly provider: Provider; readonly subject: string }

/** What a provider has verified about the person who logs in. */
export type VerifiedIdentity = Subject & {
  /** The address only if the provider says that it is verified. */
  readonly email: EmailAddress | null
}

/** A provider identity linked to an account. */
export type Identity = Subject & { readonly userId: UserId }

/** The identity is linked to another account already. */
export type IdentityTaken = { readonly type: 'IdentityTaken'; readonly provider: Provider }
