import { ContainerModule } from 'inversify'
import { withoutErrorReports } from '#adapters/absent/without-error-reports.ts'
import type { PrometheusMetrics } from '#adapters/prometheus/prometheus-metrics.ts'
import { SystemCorrelation } from '#adapters/system/system-correlation.ts'
import type { ErrorReporter } from '#application/shared/error-reporter.ts'
import type { Cleanup } from './cleanup.ts'
import { releaseOf, ROOT } from './release.ts'
import type { Settings } from './settings.ts'
import { TOKENS } from './tokens.ts'

/** Sentry's SDK takes a second and 50 MB to load, so only those load it who use it (docs/decisions/2026-11-30-errors-without-messages.md). */
const openErrorReporter = async (settings: Settings, cleanup: Cleanup): Promise<ErrorReporter> => {
  const { SENTRY_DSN: dsn, NODE_ENV: environment } = settings
  if (dsn === undefined) return withoutErrorReports
  const { SentryErrorReporter } = await import('#adapters/sentry/sentry-error-reporter.ts')
  const reporter = new SentryErrorReporter({ dsn, environment, release: await releaseOf(settings), root: ROOT })
  cleanup.add('error reports', () => reporter.close())
  return reporter
}

const openMetrics = async ({ METRICS_PORT }: Settings): Promise<PrometheusMetrics | null> => {
  if (METRICS_PORT === undefined) return null
  const { PrometheusMetrics: Metrics } = await import('#adapters/prometheus/prometheus-metrics.ts')
  return new Metrics()
}

/** What operators see of a process: reports of errors, metrics, and which request a line belongs to. */
export const observationModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.correlation).toResolvedValue(() => new SystemCorrelation())
  bind(TOKENS.errorReporter).toResolvedValue(openErrorReporter, [TOKENS.settings, TOKENS.cleanup])
  bind(TOKENS.metrics).toResolvedValue(openMetrics, [TOKENS.settings])
})
