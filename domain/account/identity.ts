import type { UserId } from '../shared/id.ts'
import type { EmailAddress } from './email-address.ts'

/** Who else can say who somebody is. */
export type Provider = 'google' | 'facebook'

/** A person as a provider knows one; the subject never changes and is never given to another. */
export type Subject = { readonly provider: Provider; readonly subject: string }

/** What a provider has proved of the person who logs in. */
export type VerifiedIdentity = Subject & {
  /** The address only if the provider says that it is verified. */
  readonly email: EmailAddress | null
}

/** An account that opens to a provider's word. */
export type Identity = Subject & { readonly userId: UserId }

/** Another account opens to this person already. */
export type IdentityTaken = { readonly type: 'IdentityTaken'; readonly provider: Provider }
