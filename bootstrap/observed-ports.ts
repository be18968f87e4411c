import type { PrometheusMetrics } from '#adapters/prometheus/prometheus-metrics.ts'
import type { Mailer } from '#application/account/ports.ts'
import type { MixEvents } from '#application/mix/ports.ts'
import type { Ports } from '#application/ports.ts'
import { observedJobRunner } from './observed-jobs.ts'
import { stageClock, type StageClock } from './stage-clock.ts'
import type { Services } from './tokens.ts'

/** Who hears of what the ports do. */
export type Observers = Pick<Services, 'log' | 'errorReporter' | 'correlation' | 'metrics'>

const countedMailer = (mailer: Mailer, metrics: PrometheusMetrics): Mailer => ({
  send: (mail) =>
    mailer
      .send(mail)
      .andTee(() => metrics.mailEnded('sent'))
      .orTee(() => metrics.mailEnded('failed')),
})

const timedEvents = (mixEvents: MixEvents, stages: StageClock): MixEvents => ({
  publish: (event) => {
    if (event.type === 'MixProgressed') stages.enter(event.postId, event.stage)
    return mixEvents.publish(event)
  },
  subscribe: (listener) => mixEvents.subscribe(listener),
})

/** The ports, observed: each does what it did. */
export const observedPorts = (ports: Ports, observers: Observers): Ports => {
  const { metrics } = observers
  const stages = stageClock((stage, milliseconds) => metrics?.stageEnded(stage, milliseconds))
  const observed = { ...ports, jobRunner: observedJobRunner(ports.jobRunner, observers, stages) }
  if (metrics === null) return observed
  return {
    ...observed,
    mailer: countedMailer(ports.mailer, metrics),
    mixEvents: timedEvents(ports.mixEvents, stages),
  }
}
