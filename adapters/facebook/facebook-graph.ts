import { createHmac } from 'node:crypto'
import { err, ok, type Result, safeTry } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import type { VerifiedIdentity } from '#domain/account/identity.ts'
import { type Instant, type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import type { FacebookTokens, ProviderRefused } from '#application/account/ports.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { callGraph, type GraphClient, isObject, type JsonObject, refused } from './graph.ts'

/** Our app as Facebook knows it. */
export type FacebookApp = { readonly id: string; readonly secret: string }

export type FacebookOptions = {
  /** `null` if none is configured; then every token is refused. */
  readonly app: FacebookApp | null
  /** May include a version: `https://graph.facebook.com/v23.0`. */
  readonly graphUrl: string
  readonly now: () => Instant
  /** Timeout for all requests of one verification together; 3 s by default. */
  readonly timeout?: Milliseconds
  readonly fetch?: typeof globalThis.fetch
}

const DEFAULT_TIMEOUT = 3 * SECOND

/** A token is sent in a header, so only printable ASCII is accepted. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/
const USER_ID = /^\d{1,64}$/

/** Asks Facebook's Graph API for a token's user, app and expiry, then reads the profile with that token. */
export class FacebookGraph implements FacebookTokens {
  readonly #options: FacebookOptions
  readonly #client: GraphClient

  constructor(options: FacebookOptions) {
    this.#options = options
    this.#client = { graphUrl: options.graphUrl, fetch: options.fetch ?? globalThis.fetch }
  }

  verify(accessToken: string, userId: string): Outcome<VerifiedIdentity, ProviderRefused> {
    const { app, now, timeout = DEFAULT_TIMEOUT } = this.#options
    const client = this.#client
    return safeTry(async function* () {
      if (app === null) return err(refused('no app is configured'))
      if (!TOKEN.test(accessToken)) return err(refused('not a token'))
      if (!USER_ID.test(userId)) return err(refused('not a user id'))
      const signal = AbortSignal.timeout(timeout)
      const inspected = yield* callGraph(client, {
        path: 'debug_token',
        query: { input_token: accessToken },
        token: `${app.id}|${app.secret}`,
        signal,
      })
      yield* checkToken(inspected['data'], { appId: app.id, userId, now: now() })
      const profile = yield* callGraph(client, {
        path: 'me',
        query: { fields: 'id,name,email', appsecret_proof: proofOf(accessToken, app.secret) },
        token: accessToken,
        signal,
      })
      if (profile['id'] !== userId) return err(refused('the profile is of another user'))
      const email = parseEmailAddress(profile['email']).unwrapOr(null)
      return ok({ provider: 'facebook', subject: userId, email } as const)
    })
  }
}

/** Proves to Graph that the token's sender knows the app secret. */
const proofOf = (accessToken: string, secret: string): string =>
  createHmac('sha256', secret).update(accessToken).digest('hex')

type Expected = { readonly appId: string; readonly userId: string; readonly now: Instant }

const checkToken = (data: unknown, expected: Expected): Result<void, ProviderRefused | Unavailable> => {
  if (!isObject(data)) return err(unavailable('facebook', new Error("Graph's debug_token: no data")))
  if (data['is_valid'] !== true) return err(refused('not valid'))
  if (appIdOf(data) !== expected.appId) return err(refused('issued to another app'))
  if ((data['type'] ?? 'USER') !== 'USER') return err(refused('not a user token'))
  if (data['user_id'] !== expected.userId) return err(refused('issued to another user'))
  return isExpired(data['expires_at'], expected.now) ? err(refused('expired')) : ok()
}

/** Graph's documentation shows a number; its responses contain a string. */
const appIdOf = ({ app_id: id }: JsonObject): unknown => (Number.isSafeInteger(id) ? String(id) : id)

/** `expires_at` is in seconds since 1970; it is missing or 0 if the token does not expire. */
const isExpired = (expiresAt: unknown, now: Instant): boolean => {
  if (expiresAt === undefined || expiresAt === 0) return false
  return typeof expiresAt !== 'number' || expiresAt * SECOND <= now
}
