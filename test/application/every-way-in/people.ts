import type { Caller } from '#application/account/caller.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'

/** The owner reads the mailbox of the address. The attacker never does, but may cause mails to it. */
export type Person = 'owner' | 'attacker'

/** The address that both want an account of. */
export const ADDRESS = 'ann@example.org' as EmailAddress

/** The attacker's own, which the attacker can prove. */
export const ATTACKERS_ADDRESS = 'eve@example.org' as EmailAddress

/** What Google calls the owner's address after a move; the person is the same. */
export const MOVED_ADDRESS = 'ann.moved@example.org' as EmailAddress

export const ADDRESSES = [ADDRESS, ATTACKERS_ADDRESS, MOVED_ADDRESS] as const

/** Both want these nicknames. */
export const NICKNAMES = ['Ann', 'Anna'] as const

export const callerOf = (person: Person): Caller => ({ client: `the ${person}’s`, language: 'en', device: person })

/** How a provider knows somebody. `bare`: without an address. */
export type Passport = {
  readonly holder: Person
  readonly provider: 'google' | 'facebook'
  readonly subject: string
  readonly email: EmailAddress | null
}

/** Two providers may call two people the same. */
const SHARED_SUBJECT = '1017'

export const PASSPORTS = {
  ownersGoogle: { holder: 'owner', provider: 'google', subject: SHARED_SUBJECT, email: ADDRESS },
  ownersMovedGoogle: { holder: 'owner', provider: 'google', subject: SHARED_SUBJECT, email: MOVED_ADDRESS },
  ownersFacebook: { holder: 'owner', provider: 'facebook', subject: '2001', email: ADDRESS },
  ownersBareFacebook: { holder: 'owner', provider: 'facebook', subject: '2002', email: null },
  attackersGoogle: { holder: 'attacker', provider: 'google', subject: '3001', email: ATTACKERS_ADDRESS },
  attackersFacebook: { holder: 'attacker', provider: 'facebook', subject: '3002', email: ATTACKERS_ADDRESS },
  attackersBareFacebook: { holder: 'attacker', provider: 'facebook', subject: SHARED_SUBJECT, email: null },
  /** Google does not vouch for the address that it shows: the port gives none. */
  attackersUnverifiedGoogle: { holder: 'attacker', provider: 'google', subject: '3003', email: null },
} as const satisfies Record<string, Passport>

export type PassportName = keyof typeof PASSPORTS

export const PASSPORT_NAMES = Object.keys(PASSPORTS) as readonly PassportName[]
