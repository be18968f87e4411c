import { okAsync, ResultAsync } from 'neverthrow'
import { afterEach, describe, expect, it } from 'vitest'
import { addGauges, type Sources } from '#adapters/prometheus/gauges.ts'
import { PrometheusMetrics } from '#adapters/prometheus/prometheus-metrics.ts'
import { type MetricsServer, serveMetrics } from '#adapters/prometheus/serve-metrics.ts'
import { JOB_TYPES, type JobStatistics } from '#application/shared/jobs.ts'
import { unavailable } from '#application/shared/outcome.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const NONE: Sources = { release: 'soundhub@0.1.0', jobs: null, pool: null }

const withGauges = (sources: Partial<Sources>): PrometheusMetrics => {
  const metrics = new PrometheusMetrics()
  ends.push(addGauges(metrics, { ...NONE, ...sources }))
  return metrics
}

/** The samples of a metric, by their labels. */
const samples = async (metrics: PrometheusMetrics, name: string): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (await metrics.text())
      .split('\n')
      .map((line) => /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line))
      .filter((found) => found?.[1] === name)
      .map((found) => [found?.[2] ?? '', Number(found?.[3])]),
  )

const request = { method: 'GET', route: '/post/{id}', status: 200, milliseconds: 4 }

describe('metrics', () => {
  it('count requests by method, route and class of status', async () => {
    const metrics = new PrometheusMetrics()
    for (const status of [200, 201, 404, 503]) metrics.requestAnswered({ ...request, status })
    expect(await samples(metrics, 'soundhub_http_request_duration_seconds_count')).toEqual({
      'method="GET",route="/post/{id}",status="2xx"': 2,
      'method="GET",route="/post/{id}",status="4xx"': 1,
      'method="GET",route="/post/{id}",status="5xx"': 1,
    })
    const [sum] = Object.values(await samples(metrics, 'soundhub_http_request_duration_seconds_sum'))
    expect(sum).toBeCloseTo(0.008)
  })

  it('have so many labels and no more, whatever strangers send', async () => {
    const metrics = new PrometheusMetrics()
    for (let at = 0; at < 1_000; at++)
      metrics.requestAnswered({ ...request, route: `/made-up/${at}`, method: `M${at}` })
    const counted = await samples(metrics, 'soundhub_http_request_duration_seconds_count')
    expect(Object.keys(counted).length).toBe(201)
    expect(counted['method="other",route="other",status="2xx"']).toBe(800)
  })

  it('count what became of jobs, renders, mails and uploads', async () => {
    const metrics = new PrometheusMetrics()
    metrics.jobEnded('render-mix', 'done', 5_000)
    metrics.jobEnded('render-mix', 'given-up', 10)
    metrics.jobEnded('render-mix', 'failed', 10)
    metrics.jobEnded('send-mail', 'failed', 10)
    metrics.stageEnded('mix', 2_000)
    metrics.mailEnded('sent')
    metrics.mailEnded('failed')
    metrics.uploadReceived(1_000)
    metrics.uploadReceived(500)
    metrics.uploadRefused('TRACK_UNSUPPORTED')
    expect(await samples(metrics, 'soundhub_renders_total')).toEqual({ 'status="done"': 1, 'status="failed"': 2 })
    expect(await samples(metrics, 'soundhub_job_duration_seconds_count')).toMatchObject({
      'job="send-mail",status="failed"': 1,
      'job="render-mix",status="given-up"': 1,
    })
    expect(await samples(metrics, 'soundhub_render_stage_duration_seconds_sum')).toEqual({ 'stage="mix"': 2 })
    expect(await samples(metrics, 'soundhub_mails_total')).toEqual({ 'status="sent"': 1, 'status="failed"': 1 })
    expect(await samples(metrics, 'soundhub_upload_bytes_total')).toEqual({ '': 1_500 })
    expect(await samples(metrics, 'soundhub_uploads_total')).toEqual({ '': 2 })
    expect(await samples(metrics, 'soundhub_uploads_refused_total')).toEqual({ 'code="TRACK_UNSUPPORTED"': 1 })
  })

  it('of two instances are apart', async () => {
    const [one, other] = [new PrometheusMetrics(), new PrometheusMetrics()]
    one.mailEnded('sent')
    expect(await samples(other, 'soundhub_mails_total')).toEqual({})
  })
})

describe('gauges', () => {
  it('ask for the queue when they are asked, once for all of it and with a bound', async () => {
    const asked: number[] = []
    const jobs: JobStatistics = {
      waiting: (most) => {
        asked.push(most)
        return okAsync(
          JOB_TYPES.map((type) => ({
            type,
            waiting: type === 'send-mail' ? 3 : 0,
            oldest: type === 'send-mail' ? 90_000 : null,
          })),
        )
      },
    }
    const metrics = withGauges({ jobs })
    expect(asked).toEqual([])
    const waiting = await samples(metrics, 'soundhub_jobs_waiting')
    expect([Object.keys(waiting).length, waiting['job="send-mail"']]).toEqual([JOB_TYPES.length, 3])
    expect(asked).toEqual([10_000])
    expect((await samples(metrics, 'soundhub_jobs_oldest_seconds'))['job="send-mail"']).toBe(90)
  })

  it('of the queue are gone in an outage, and the others are there', async () => {
    const outage = ResultAsync.fromPromise(Promise.reject(new Error('no')), (cause) => unavailable('jobs', cause))
    const metrics = withGauges({ jobs: { waiting: () => outage } })
    expect(await samples(metrics, 'soundhub_jobs_waiting')).toEqual({})
    expect((await samples(metrics, 'process_resident_memory_bytes'))['']).toBeGreaterThan(1e7)
  })

  it('tell of the pool, the event loop, the processor and the release', async () => {
    const metrics = withGauges({ pool: () => Promise.resolve({ size: 10, idle: 4, waiting: 2 }) })
    expect(await samples(metrics, 'soundhub_database_connections')).toEqual({
      'state="busy"': 6,
      'state="idle"': 4,
      'state="wanted"': 2,
    })
    expect(Object.keys(await samples(metrics, 'soundhub_event_loop_delay_seconds'))).toHaveLength(3)
    expect((await samples(metrics, 'process_cpu_seconds_total'))['']).toBeGreaterThan(0)
    expect(await samples(metrics, 'soundhub_build_info')).toEqual({ 'release="soundhub@0.1.0"': 1 })
  })
})

const served = async (metrics: PrometheusMetrics): Promise<MetricsServer> => {
  const server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 })
  ends.push(() => server.close())
  return server
}

describe('the server of metrics', () => {
  it('serves them and nothing else', async () => {
    const metrics = new PrometheusMetrics()
    metrics.mailEnded('sent')
    const { port } = await served(metrics)
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect(answer.headers.get('Content-Type')).toContain('text/plain; version=0.0.4')
    expect(await answer.text()).toContain('soundhub_mails_total{status="sent"} 1')
    expect((await fetch(`http://127.0.0.1:${port}/post`)).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404)
  })

  it('shows nothing of an error', async () => {
    const metrics = new PrometheusMetrics()
    metrics.gauge('broken', 'Fails', [], () => {
      throw new Error('a secret')
    })
    const { port } = await served(metrics)
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect([answer.status, await answer.text()]).toEqual([500, ''])
  })

  it('does not begin where the port is taken', async () => {
    const { port } = await served(new PrometheusMetrics())
    await expect(serveMetrics(new PrometheusMetrics(), { host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE')
  })
})
