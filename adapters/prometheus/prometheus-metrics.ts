import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { JobType } from '#application/shared/jobs.ts'
import { SECOND } from '#domain/shared/instant.ts'

/** A request, as it is counted. */
export type CountedRequest = {
  readonly method: string
  /** The pattern of the path. */
  readonly route: string
  readonly status: number
  readonly milliseconds: number
}

/** What became of an attempt at a job. */
export type JobStatus = 'done' | 'given-up' | 'failed'

/** The parts of rendering a mix: fetching and decoding what is no stem yet, mixing, encoding. */
export type RenderStage = 'ingest' | 'mix' | 'encode'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** There are about 80 patterns. A host that names paths instead fills this once and no further. */
const MOST_ROUTES = 200

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const WORK_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]

/**
 * What a process counts. Every instance has a registry of its own; nothing is kept in the one that the package shares. No label
 * is an id, so their number is bounded.
 */
export class PrometheusMetrics {
  readonly registry = new Registry()
  readonly #routes = new Set<string>()
  readonly #requests = this.#histogram(
    'soundhub_http_request_duration_seconds',
    'Time from the head of a request to the head of its response',
    ['method', 'route', 'status'],
    REQUEST_SECONDS,
  )
  readonly #jobs = this.#histogram(
    'soundhub_job_duration_seconds',
    'Time of an attempt at a job',
    ['job', 'status'],
    WORK_SECONDS,
  )
  readonly #renders = this.#counter('soundhub_renders_total', 'Attempts at rendering a mix', ['status'])
  readonly #stages = this.#histogram(
    'soundhub_render_stage_duration_seconds',
    'Time of the stages of rendering a mix',
    ['stage'],
    WORK_SECONDS,
  )
  readonly #mails = this.#counter('soundhub_mails_total', 'Attempts at sending a mail', ['status'])
  readonly #uploads = this.#counter('soundhub_uploads_total', 'Files that arrived', [])
  readonly #uploadBytes = this.#counter('soundhub_upload_bytes_total', 'Bytes of the files that arrived', [])
  readonly #refusedUploads = this.#counter('soundhub_uploads_refused_total', 'Files that were refused', ['code'])

  requestAnswered({ method, route, status, milliseconds }: CountedRequest): void {
    const labels = {
      method: METHODS.has(method) ? method : 'other',
      route: this.#routeOf(route),
      status: `${Math.floor(status / 100)}xx`,
    }
    this.#requests.observe(labels, milliseconds / SECOND)
  }

  jobEnded(job: JobType, status: JobStatus, milliseconds: number): void {
    this.#jobs.observe({ job, status }, milliseconds / SECOND)
    if (job === 'render-mix') this.#renders.inc({ status: status === 'done' ? 'done' : 'failed' })
  }

  stageEnded(stage: RenderStage, milliseconds: number): void {
    this.#stages.observe({ stage }, milliseconds / SECOND)
  }

  mailEnded(status: 'sent' | 'failed'): void {
    this.#mails.inc({ status })
  }

  uploadReceived(bytes: number): void {
    this.#uploads.inc()
    this.#uploadBytes.inc(bytes)
  }

  /** `code` is that of the problem. */
  uploadRefused(code: string): void {
    this.#refusedUploads.inc({ code })
  }

  /** Makes a gauge that is read when somebody asks for the metrics. */
  gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    collect: (gauge: Gauge) => void | Promise<void>,
  ): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect: () => collect(gauge),
    })
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics()
  }

  #routeOf(route: string): string {
    if (!this.#routes.has(route)) {
      if (this.#routes.size >= MOST_ROUTES) return 'other'
      this.#routes.add(route)
    }
    return route
  }

  #histogram(name: string, help: string, labelNames: readonly string[], buckets: readonly number[]): Histogram {
    return new Histogram({
      name,
      help,
      labelNames: [...labelNames],
      buckets: [...buckets],
      registers: [this.registry],
    })
  }

  #counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] })
  }
}
