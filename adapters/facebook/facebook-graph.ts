import { createHmac } from 'node:crypto'
import { err, ok, type Result, safeTry } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import type { VerifiedIdentity } from '#domain/account/identity.ts'
import { type Instant, type Milliseconds, SECOND } from '#domain/shared/instant.ts'
import type { FacebookTokens, ProviderRefused } from '#application/account/ports.ts'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { askGraph, type GraphPlace, isObject, type JsonObject, refused } from './graph.ts'

/** Our app as Facebook knows it. */
export type FacebookApp = { readonly id: string; readonly secret: string }

export type FacebookOptions = {
  /** `null`: none is set, and every token is refused. */
  readonly app: FacebookApp | null
  /** With its version, as `https://graph.facebook.com/v23.0`. */
  readonly graphUrl: string
  readonly now: () => Instant
  /** How long Graph may take for all that is asked of it; 3 s unless it is said. */
  readonly patience?: Milliseconds
  readonly fetch?: typeof globalThis.fetch
}

const DEFAULT_PATIENCE = 3 * SECOND

/** What can stand in a header; nothing else is a token. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/
const USER_ID = /^\d{1,64}$/

/** Has Graph say whose an access token is, for which app, and whether it is alive; reads the profile by it. */
export class FacebookGraph implements FacebookTokens {
  readonly #options: FacebookOptions
  readonly #place: GraphPlace

  constructor(options: FacebookOptions) {
    this.#options = options
    this.#place = { graphUrl: options.graphUrl, fetch: options.fetch ?? globalThis.fetch }
  }

  verify(accessToken: string, userId: string): Outcome<VerifiedIdentity, ProviderRefused> {
    const { app, now, patience = DEFAULT_PATIENCE } = this.#options
    const place = this.#place
    return safeTry(async function* () {
      if (app === null) return err(refused('no app is set'))
      if (!TOKEN.test(accessToken)) return err(refused('not a token'))
      if (!USER_ID.test(userId)) return err(refused('not a user id'))
      const signal = AbortSignal.timeout(patience)
      const inspected = yield* askGraph(place, {
        path: 'debug_token',
        query: { input_token: accessToken },
        token: `${app.id}|${app.secret}`,
        signal,
      })
      yield* isTheirsAndAlive(inspected['data'], { appId: app.id, userId, now: now() })
      const profile = yield* askGraph(place, {
        path: 'me',
        query: { fields: 'id,name,email', appsecret_proof: proofOf(accessToken, app.secret) },
        token: accessToken,
        signal,
      })
      if (profile['id'] !== userId) return err(refused('me is somebody else'))
      const email = parseEmailAddress(profile['email']).unwrapOr(null)
      return ok({ provider: 'facebook', subject: userId, email } as const)
    })
  }
}

/** Proves to Graph that whoever uses the token knows the app's secret. */
const proofOf = (accessToken: string, secret: string): string =>
  createHmac('sha256', secret).update(accessToken).digest('hex')

type Expected = { readonly appId: string; readonly userId: string; readonly now: Instant }

const isTheirsAndAlive = (data: unknown, expected: Expected): Result<void, ProviderRefused | Unavailable> => {
  if (!isObject(data)) return err(unavailable('facebook', new Error("Graph's debug_token: no data")))
  if (data['is_valid'] !== true) return err(refused('not valid'))
  if (appIdOf(data) !== expected.appId) return err(refused('made for another app'))
  if ((data['type'] ?? 'USER') !== 'USER') return err(refused('not the token of a person'))
  if (data['user_id'] !== expected.userId) return err(refused("somebody else's"))
  return isExpired(data['expires_at'], expected.now) ? err(refused('expired')) : ok()
}

/** A number in Graph's examples, text in its answers. */
const appIdOf = ({ app_id: id }: JsonObject): unknown => (Number.isSafeInteger(id) ? String(id) : id)

/** Seconds since 1970; nothing, or 0, where the token does not expire. */
const isExpired = (expiresAt: unknown, now: Instant): boolean => {
  if (expiresAt === undefined || expiresAt === 0) return false
  return typeof expiresAt !== 'number' || expiresAt * SECOND <= now
}
