import {
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  errors,
  type FetchImplementation,
  type JWTPayload,
  jwtVerify,
  type ProtectedHeaderParameters,
  type RemoteJWKSet,
} from 'jose'
import { err, ok, type Result, ResultAsync, safeTry } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import type { VerifiedIdentity } from '#domain/account/identity.ts'
import { type Instant, type Milliseconds, MINUTE, SECOND } from '#domain/shared/instant.ts'
import type { GoogleTokens, ProviderRefused } from '#application/account/ports.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'

export type GoogleOptions = {
  /** The client ids of our apps; if there are none, every token is refused. */
  readonly clientIds: readonly string[]
  readonly issuers: readonly string[]
  /** Where Google's public keys are (RFC 7517). */
  readonly jwksUrl: string
  readonly now: () => Instant
  /** Timeout for fetching the keys; 3 s by default. */
  readonly timeout?: Milliseconds
  readonly fetch?: FetchImplementation
}

const DEFAULT_TIMEOUT = 3 * SECOND
const KEY_CACHE_LIFETIME: Milliseconds = 10 * MINUTE
/** A token signed with an unknown key triggers a new fetch at most this often. */
const COOLDOWN: Milliseconds = 30 * SECOND

const LEEWAY_SECONDS = 60
const ALGORITHMS: readonly string[] = ['RS256', 'ES256']
const MAX_TOKEN_LENGTH = 8192
/** JWS compact serialization (RFC 7515), without the padding and white space that some decoders tolerate. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/
/** OpenID Connect Core 1.0, 2: at most 255 ASCII characters. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/

/** Verifies Google's ID tokens (OpenID Connect Core 1.0, 3.1.3.7) against Google's public keys, which are cached. */
export class GoogleIdTokens implements GoogleTokens {
  readonly #options: GoogleOptions
  readonly #keys: RemoteJWKSet

  constructor(options: GoogleOptions) {
    this.#options = options
    this.#keys = createRemoteJWKSet(new URL(options.jwksUrl), {
      timeoutDuration: options.timeout ?? DEFAULT_TIMEOUT,
      cooldownDuration: COOLDOWN,
      cacheMaxAge: KEY_CACHE_LIFETIME,
      ...(options.fetch && { [customFetch]: options.fetch }),
    })
  }

  verify(idToken: string): Outcome<VerifiedIdentity, ProviderRefused> {
    const { clientIds, issuers, now } = this.#options
    const keys = this.#keys
    return safeTry(async function* () {
      if (clientIds.length === 0) return err(refused('no client id is configured'))
      const header = yield* signedHeaderOf(idToken)
      const key = yield* ResultAsync.fromPromise(keys(header), keyFailure)
      const verified = jwtVerify(idToken, key, {
        algorithms: [...ALGORITHMS],
        issuer: [...issuers],
        audience: [...clientIds],
        requiredClaims: ['exp', 'sub'],
        clockTolerance: LEEWAY_SECONDS,
        currentDate: new Date(now()),
      })
      const { payload } = yield* ResultAsync.fromPromise(verified, (cause) => refused(whyOf(cause)))
      return identityOf(payload, clientIds)
    })
  }
}

type SignedHeader = ProtectedHeaderParameters & { readonly alg: string; readonly kid: string }

/** Checks everything that needs no key, so that a bad token does not cause a fetch. */
const signedHeaderOf = (idToken: string): Result<SignedHeader, ProviderRefused> => {
  if (idToken.length > MAX_TOKEN_LENGTH) return err(refused('too long'))
  if (!COMPACT_JWS.test(idToken)) return err(refused('not a signed token'))
  return readHeader(idToken).andThen(({ alg, kid, typ, ...rest }) => {
    if (typeof alg !== 'string' || !ALGORITHMS.includes(alg)) return err(refused('unsupported algorithm'))
    if (typeof kid !== 'string') return err(refused('no key id'))
    // Google signs other tokens with the same keys, such as security events.
    const isToken = typ === undefined || (typeof typ === 'string' && typ.toLowerCase() === 'jwt')
    return isToken ? ok({ ...rest, alg, kid }) : err(refused('not an ID token'))
  })
}

const readHeader = (idToken: string): Result<ProtectedHeaderParameters, ProviderRefused> => {
  try {
    return ok(decodeProtectedHeader(idToken))
  } catch (cause) {
    return err(refused(whyOf(cause)))
  }
}

/** The token is refused only if its key is not one of Google's; any other failure is an outage. */
const keyFailure = (cause: unknown): ProviderRefused | Unavailable =>
  cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys
    ? refused(whyOf(cause))
    : unavailable('google', cause)

const identityOf = (payload: JWTPayload, clientIds: readonly string[]): Result<VerifiedIdentity, ProviderRefused> => {
  const { sub, aud, azp, email, email_verified: isVerified } = payload
  if (typeof sub !== 'string' || !SUBJECT.test(sub)) return err(refused('sub is not valid'))
  if (Array.isArray(aud) && aud.length > 1 && !(typeof azp === 'string' && clientIds.includes(azp)))
    return err(refused('issued to another app'))
  if (isVerified !== undefined && typeof isVerified !== 'boolean')
    return err(refused('email_verified is not a boolean'))
  const address = isVerified === true ? parseEmailAddress(email).unwrapOr(null) : null
  return ok({ provider: 'google', subject: sub, email: address })
}

/** Names the failed check only: jose's errors carry the claims, which are personal data. */
const whyOf = (cause: unknown): string => {
  if (cause instanceof errors.JWTClaimValidationFailed || cause instanceof errors.JWTExpired)
    return `${cause.code} ${cause.claim}`
  return cause instanceof errors.JOSEError ? cause.code : 'unreadable'
}

const refused = (why: string): ProviderRefused => ({ type: 'ProviderRefused', provider: 'google', why })
