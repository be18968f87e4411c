import { defaultStackParser, makeNodeTransport, NodeClient, Scope } from '@sentry/node'
import type { ErrorReport, ErrorReporter } from '#application/shared/error-reporter.ts'
import { MINUTE, SECOND } from '#domain/shared/instant.ts'
import { exceptionsOf } from './exceptions.ts'

export type SentrySettings = {
  readonly dsn: string
  /** The version and the revision of the program: `soundhub@0.1.0+2543d64`. */
  readonly release: string
  readonly environment: string
  /** The folder of the program; paths in reports are relative to it. */
  readonly root: string
}

/** How long closing waits for reports that are on their way. */
const CLOSING = 2 * SECOND

/** An outage fails every request; so many reports say it as well. The log has all of them. */
const MOST_A_MINUTE = 60

/** Cuts off what comes too often: a window from the first report on. */
const limiter = (now: () => number): (() => boolean) => {
  let [begin, count] = [Number.NEGATIVE_INFINITY, 0]
  return () => {
    if (now() - begin >= MINUTE) [begin, count] = [now(), 0]
    return ++count <= MOST_A_MINUTE
  }
}

/**
 * Reports errors to Sentry, through its client alone: no integration, no instrumentation and no global state of the SDK, which
 * would collect headers, bodies, queries, console lines and variables. What is sent is written here, field by field.
 */
export class SentryErrorReporter implements ErrorReporter {
  readonly #client: NodeClient
  readonly #root: string
  readonly #mayReport = limiter(() => performance.now())

  constructor({ dsn, release, environment, root }: SentrySettings) {
    this.#root = root
    this.#client = new NodeClient({
      dsn,
      release,
      environment,
      transport: makeNodeTransport,
      stackParser: defaultStackParser,
      integrations: [],
      // The name of the machine helps nobody outside.
      includeServerName: false,
      // Both would prepare tracing, which is never used.
      enableRuntimeChannelInjection: false,
      traceLifecycle: 'static',
      sendClientReports: false,
    })
  }

  report({ error, refusal, requestId, where, userId }: ErrorReport): void {
    if (!this.#mayReport()) return
    const exceptions = exceptionsOf(error, this.#root)
    const types = exceptions.map(({ type }) => type)
    this.#client.captureEvent(
      {
        level: refusal === null ? 'error' : 'warning',
        transaction: where,
        exception: { values: exceptions.length > 0 ? [...exceptions] : [{ type: refusal ?? 'NoError' }] },
        // Without messages, Sentry would put everything without a stack together.
        fingerprint: [where, refusal ?? 'unexpected', ...types, '{{ default }}'],
        tags: {
          ...(requestId !== null && { request_id: requestId }),
          ...(refusal !== null && { refusal }),
        },
        ...(userId !== null && { user: { id: String(userId) } }),
      },
      {},
      // A scope of its own, because the common one holds whatever other parts of the process put there.
      new Scope(),
    )
  }

  /** Sends what is on its way, for two seconds at most. */
  async close(): Promise<void> {
    await this.#client.close(CLOSING)
  }
}
