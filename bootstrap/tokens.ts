import type { ServiceIdentifier } from 'inversify'
import { PORT_PURPOSES } from '#application/required-ports.ts'
import type { Soundhub } from '#application/soundhub.ts'
import type { Options, Ports } from '#application/ports.ts'
import type { PoolState } from '#adapters/mikro-orm/database.ts'
import type { PrometheusMetrics } from '#adapters/prometheus/prometheus-metrics.ts'
import type { Correlation } from '#application/shared/correlation.ts'
import type { ErrorReporter } from '#application/shared/error-reporter.ts'
import type { JobStatistics } from '#application/shared/jobs.ts'
import type { AudioReadiness } from '#application/track/audio.ts'
import type { Cleanup } from './cleanup.ts'
import type { Installation } from './media-marker.ts'
import type { Log } from './log.ts'
import type { Readiness, SignMedia } from '#adapters/http/dependencies.ts'
import type { Settings } from './settings.ts'

/** The names of the core's ports. */
export const PORTS = Object.keys(PORT_PURPOSES) as readonly (keyof Ports)[]

type Tokens<Held> = { readonly [Name in keyof Held]: ServiceIdentifier<Held[Name]> }

const portTokens = Object.fromEntries(PORTS.map((name) => [name, Symbol(name)])) as Record<keyof Ports, symbol>

/** The container's services other than the core's ports. */
type HostServices = {
  readonly settings: Settings
  readonly options: Options
  readonly log: Log
  readonly cleanup: Cleanup
  /** The folder for this process's temporary files. */
  readonly temporary: string
  readonly correlation: Correlation
  readonly errorReporter: ErrorReporter
  /** `null` unless METRICS_PORT is set. */
  readonly metrics: PrometheusMetrics | null
  readonly jobStatistics: JobStatistics
  /** `null` where the database has no pool. */
  readonly pool: (() => Promise<PoolState>) | null
  readonly audioReadiness: AudioReadiness
  readonly readiness: Readiness
  /** `null` if media are where the rows are. */
  readonly installation: Installation | null
  /** `null` if the server sends media itself. */
  readonly signMedia: SignMedia | null
  readonly soundhub: Soundhub
}

export type Services = Ports & HostServices

/** One token per service. */
export const TOKENS: Tokens<Services> = {
  ...(portTokens as Tokens<Ports>),
  settings: Symbol('settings'),
  options: Symbol('options'),
  log: Symbol('log'),
  cleanup: Symbol('cleanup'),
  temporary: Symbol('temporary'),
  correlation: Symbol('correlation'),
  errorReporter: Symbol('errorReporter'),
  metrics: Symbol('metrics'),
  jobStatistics: Symbol('jobStatistics'),
  pool: Symbol('pool'),
  audioReadiness: Symbol('audioReadiness'),
  readiness: Symbol('readiness'),
  installation: Symbol('installation'),
  signMedia: Symbol('signMedia'),
  soundhub: Symbol('soundhub'),
}
