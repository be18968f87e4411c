import { randomUUID } from 'node:crypto'
import type { Quota } from '#domain/account/rate-limits.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { HttpContext, HttpSettings } from '../dependencies.ts'

/** Of a request that no endpoint is for. */
export const UNMATCHED = 'unmatched'

/** Nothing that could break a line of a log, a header or a URL, and not so short that two are likely to be the same. */
const SANE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/

/** What is learnt of a request while it is answered, for the log, metrics and reports of errors. */
export class Trace {
  /** The pattern of the path, as in the API document. */
  readonly route: string
  readonly beganAt = performance.now()
  userId: UserId | null = null
  /** The code of the problem it is answered with. */
  problem: string | null = null
  /** What is left of the limits it counts against. */
  quotas: Map<string, Quota> | null = null
  readonly #context: HttpContext
  readonly #settings: Pick<HttpSettings, 'trustedProxies'>
  /** What became of the session of the cookie that the request presented. */
  cookie: 'renewed' | 'over' | null = null
  #requestId: string | null = null

  constructor(context: HttpContext, settings: Pick<HttpSettings, 'trustedProxies'>, route: string) {
    this.#context = context
    this.#settings = settings
    this.route = route
  }

  /** The X-Request-Id of our proxy, or a new one. Made when it is first asked for: most requests of a quiet host need none. */
  get requestId(): string {
    this.#requestId ??= this.#proxysId() ?? randomUUID()
    return this.#requestId
  }

  noteQuota(by: string, quota: Quota): void {
    this.quotas ??= new Map()
    this.quotas.set(by, quota)
  }

  /** Without a proxy of ours the header is whatever a stranger makes up. */
  #proxysId(): string | null {
    if (this.#settings.trustedProxies === 0) return null
    const given = this.#context.req.header('X-Request-Id')
    return given !== undefined && SANE_ID.test(given) ? given : null
  }
}

/** Begins the trace of a request. */
export const beginTrace = (
  context: HttpContext,
  settings: Pick<HttpSettings, 'trustedProxies'>,
  route: string,
): Trace => {
  const trace = new Trace(context, settings, route)
  context.set('soundhubTrace', trace)
  return trace
}

/** The trace of a request. It has none yet if it failed before an endpoint was found. */
export const traceOf = (context: HttpContext, settings: Pick<HttpSettings, 'trustedProxies'>): Trace => {
  const begun = context.get('soundhubTrace')
  return begun instanceof Trace ? begun : beginTrace(context, settings, UNMATCHED)
}
