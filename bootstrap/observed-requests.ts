import type { AnsweredRequest } from '#adapters/http/dependencies.ts'
import { IMAGE_PROBLEMS } from '#adapters/http/problems/image-problems.ts'
import { TRACK_PROBLEMS } from '#adapters/http/problems/track-problems.ts'
import type { PrometheusMetrics } from '#adapters/prometheus/prometheus-metrics.ts'
import type { Soundhub } from '#application/soundhub.ts'
import type { Services } from './tokens.ts'

/** Asked every few seconds by whoever watches the process. */
const HEALTH: ReadonlySet<string> = new Set(['/healthz', '/readyz'])

/** The levels at which a line a request is written. */
const LEVELS: ReadonlySet<string> = new Set(['trace', 'debug', 'info'])

/** Problems of files that arrived, or did not. */
const UPLOAD_CODES: ReadonlySet<string> = new Set(
  [...Object.values(TRACK_PROBLEMS), ...Object.values(IMAGE_PROBLEMS)]
    .map(({ code }) => code)
    .filter((code) => /^(?:UPLOAD|TRACK|IMAGE|AUDIO)_/.test(code)),
)

const isUpload = ({ method }: AnsweredRequest): boolean => method !== 'GET' && method !== 'HEAD'

/** Writes one line a request and counts it; `null` where nobody wants to know. */
export const requestObserver = ({
  log,
  metrics,
  settings,
}: Pick<Services, 'log' | 'metrics' | 'settings'>): ((request: AnsweredRequest) => void) | null => {
  const isLogged = LEVELS.has(settings.LOG_LEVEL)
  if (!isLogged && metrics === null) return null
  return (request) => {
    const { requestId, method, route, status, milliseconds, userId, problem } = request
    metrics?.requestAnswered(request)
    if (problem !== null && UPLOAD_CODES.has(problem) && isUpload(request)) metrics?.uploadRefused(problem)
    if (!isLogged) return
    const line = { id: requestId, method, route, status, ms: Math.round(milliseconds * 10) / 10, userId, problem }
    if (HEALTH.has(route)) log.debug(line, 'request')
    else log.info(line, 'request')
  }
}

/** Counts the files that arrive. */
export const withCountedUploads = (soundhub: Soundhub, metrics: PrometheusMetrics | null): Soundhub =>
  metrics === null
    ? soundhub
    : {
        ...soundhub,
        uploads: {
          ...soundhub.uploads,
          receive: (bytes, limit) =>
            soundhub.uploads.receive(bytes, limit).andTee((file) => metrics.uploadReceived(file.bytes)),
        },
      }
