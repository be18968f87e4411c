import { err, ok, okAsync, type Result } from 'neverthrow'
import type { FacebookTokens, GoogleTokens, ProviderRefused } from '#application/account/ports.ts'
import type { Provider, VerifiedIdentity } from '#domain/account/identity.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'

/** Issues the tokens that the verifier accepts. */
type Issuer = {
  /** Issues a new token for an identity. Earlier ones stay valid. */
  issue(identity: Omit<VerifiedIdentity, 'provider'>): string
}

export type MemoryGoogle = GoogleTokens & Issuer
export type MemoryFacebook = FacebookTokens & Issuer

/** Accepts the tokens in a table and refuses all others. */
const tokenTable = (provider: Provider) => {
  const issued = new Map<string, VerifiedIdentity>()
  const refused: ProviderRefused = { type: 'ProviderRefused', provider, why: 'never issued' }
  return {
    issue: ({ subject, email }: Omit<VerifiedIdentity, 'provider'>): string => {
      const token = `${provider}-token-${issued.size + 1}`
      issued.set(token, { provider, subject, email })
      return token
    },
    find: (token: string): Result<VerifiedIdentity, ProviderRefused> => {
      const identity = issued.get(token)
      return identity === undefined ? err(refused) : ok({ ...identity })
    },
  }
}

/** Google for tests and demonstrations. */
export const memoryGoogle = (outage: MemoryOutage = memoryOutage()): MemoryGoogle => {
  const { issue, find } = tokenTable('google')
  return { issue, verify: (idToken) => okAsync().andThen(() => outage.check('google').andThen(() => find(idToken))) }
}

const ofUser =
  (userId: string) =>
  (identity: VerifiedIdentity): Result<VerifiedIdentity, ProviderRefused> =>
    identity.subject === userId
      ? ok(identity)
      : err({ type: 'ProviderRefused', provider: 'facebook', why: "somebody else's" })

/** Facebook for tests and demonstrations; the user's id is the identity's subject. */
export const memoryFacebook = (outage: MemoryOutage = memoryOutage()): MemoryFacebook => {
  const { issue, find } = tokenTable('facebook')
  return {
    issue,
    verify: (accessToken, userId) =>
      okAsync().andThen(() => outage.check('facebook').andThen(() => find(accessToken).andThen(ofUser(userId)))),
  }
}
