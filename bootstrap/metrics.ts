import type { Container } from 'inversify'
import { CannotStart } from './cannot-start.ts'
import { open } from './container.ts'
import { releaseOf } from './release.ts'

/** Serves /metrics on METRICS_PORT, if it is set, until cleanup. */
export const startMetrics = async (container: Container): Promise<void> => {
  const { settings, metrics, cleanup, log } = await open(container, ['settings', 'metrics', 'cleanup', 'log'])
  const { HOST: host, METRICS_PORT: port } = settings
  if (metrics === null || port === undefined) return
  const { jobStatistics: jobs, pool } = await open(container, ['jobStatistics', 'pool'])
  const [{ addGauges }, { serveMetrics }] = await Promise.all([
    import('#adapters/prometheus/gauges.ts'),
    import('#adapters/prometheus/serve-metrics.ts'),
  ])
  cleanup.add('gauges', addGauges(metrics, { release: await releaseOf(settings), jobs, pool }))
  const server = await serveMetrics(metrics, { host, port }).catch((cause: unknown) => {
    throw new CannotStart([`METRICS_PORT: cannot listen on ${host}:${port}`], cause)
  })
  cleanup.add('metrics', () => server.close())
  log.info({ host, port: server.port }, 'metrics are served')
}
