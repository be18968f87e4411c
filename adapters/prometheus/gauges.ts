import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { JobStatistics } from '#application/shared/jobs.ts'
import { SECOND } from '#domain/shared/instant.ts'
import type { PrometheusMetrics } from './prometheus-metrics.ts'

/** A pool of connections. */
export type PoolState = { readonly size: number; readonly idle: number; readonly waiting: number }

/** What is read when somebody asks for the metrics. */
export type Sources = {
  readonly release: string
  readonly jobs: JobStatistics | null
  /** `null` where there is no pool. */
  readonly pool: (() => Promise<PoolState>) | null
}

/** Longer queues are all the same to an alert. */
const MOST_COUNTED = 10_000

const NANOSECONDS = 1e9
const MICROSECONDS = 1e6

const QUANTILES = { '0.5': 50, '0.99': 99 } as const

const addJobs = (metrics: PrometheusMetrics, jobs: JobStatistics): void => {
  const name = 'soundhub_jobs_waiting'
  const oldestName = 'soundhub_jobs_oldest_seconds'
  // One question for both: prom-client collects a registry's metrics at the same time.
  let asked: ReturnType<JobStatistics['waiting']> | null = null
  const ask = () => {
    asked ??= jobs.waiting(MOST_COUNTED).andTee(forget).orTee(forget)
    return asked
  }
  const forget = (): void => {
    asked = null
  }
  metrics.gauge(name, `Jobs that wait, counted to ${MOST_COUNTED}`, ['job'], async (gauge) => {
    // Nothing is better than an old figure: an outage shows as a gap.
    gauge.reset()
    const found = await ask()
    if (found.isOk()) for (const { type, waiting } of found.value) gauge.set({ job: type }, waiting)
  })
  metrics.gauge(oldestName, 'How long ago the oldest waiting job was queued', ['job'], async (gauge) => {
    gauge.reset()
    const found = await ask()
    if (found.isOk()) for (const { type, oldest } of found.value) gauge.set({ job: type }, (oldest ?? 0) / SECOND)
  })
}

const addPool = (metrics: PrometheusMetrics, pool: () => Promise<PoolState>): void =>
  metrics.gauge('soundhub_database_connections', 'The pool of connections', ['state'], async (gauge) => {
    const { size, idle, waiting } = await pool()
    gauge.set({ state: 'busy' }, size - idle)
    gauge.set({ state: 'idle' }, idle)
    gauge.set({ state: 'wanted' }, waiting)
  })

/** Adds the gauges of a process. The returned function stops measuring the event loop. */
export const addGauges = (metrics: PrometheusMetrics, { release, jobs, pool }: Sources): (() => void) => {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  metrics.gauge(
    'soundhub_event_loop_delay_seconds',
    'Delay of the event loop since the last look',
    ['quantile'],
    (gauge) => {
      for (const [quantile, percent] of Object.entries(QUANTILES))
        gauge.set({ quantile }, delay.percentile(percent) / NANOSECONDS)
      gauge.set({ quantile: '1' }, delay.max / NANOSECONDS)
      delay.reset()
    },
  )
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process', [], (gauge) =>
    gauge.set(process.memoryUsage.rss()),
  )
  metrics.gauge('process_cpu_seconds_total', 'Processor time of the process', [], (gauge) => {
    const { user, system } = process.cpuUsage()
    gauge.set((user + system) / MICROSECONDS)
  })
  metrics.gauge('soundhub_build_info', '1; the release is the label', ['release'], (gauge) => gauge.set({ release }, 1))
  if (jobs !== null) addJobs(metrics, jobs)
  if (pool !== null) addPool(metrics, pool)
  return () => delay.disable()
}
