import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { okAsync } from 'neverthrow'
import { afterAll, describe, expect, it } from 'vitest'
import { addGauges } from '#adapters/prometheus/gauges.ts'
import { PrometheusMetrics } from '#adapters/prometheus/prometheus-metrics.ts'
import { ROOT } from '#bootstrap/release.ts'

const read = (name: string): string => readFileSync(join(ROOT, 'docs/operations', name), 'utf8')

const metrics = new PrometheusMetrics()
const stop = addGauges(metrics, {
  release: 'soundhub',
  jobs: { waiting: () => okAsync([]) },
  pool: () => Promise.resolve({ size: 0, idle: 0, waiting: 0 }),
})
afterAll(stop)

/** Names of samples: a histogram has three. */
const exposed = async (): Promise<ReadonlySet<string>> =>
  new Set(
    [...(await metrics.text()).matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
    ),
  )

const namesIn = (text: string): readonly string[] => [...new Set(text.match(/\b(?:soundhub|process)_\w+/g) ?? [])]
const unknownIn = async (text: string) => {
  const known = await exposed()
  return namesIn(text).filter((name) => !known.has(name))
}

const BRACKETS = [
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
] as const
const count = (text: string, character: string) => text.split(character).length

describe('what operators are given', () => {
  it.each(['grafana-dashboard.json', 'alerts.yaml'])('names metrics that are there: %s', async (name) => {
    const text = read(name)
    expect(namesIn(text).length).toBeGreaterThan(7)
    expect(await unknownIn(text)).toEqual([])
    expect(await unknownIn(text.replaceAll('soundhub_mails_total', 'soundhub_letters_total'))).toEqual([
      'soundhub_letters_total',
    ])
  })

  it('shows every metric on the dashboard, whose panels stand beside each other', async () => {
    const { panels } = JSON.parse(read('grafana-dashboard.json')) as {
      readonly panels: readonly { readonly id: number; readonly gridPos: object }[]
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    expect(new Set(panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(panels.length)
    const shown = new Set(
      namesIn(read('grafana-dashboard.json')).map((name) => name.replace(/_(?:bucket|sum|count)$/, '')),
    )
    const all = new Set([...(await exposed())].map((name) => name.replace(/_(?:bucket|sum|count)$/, '')))
    expect([...all].filter((name) => !shown.has(name) && name !== 'soundhub_job_duration_seconds')).toEqual([])
  })

  it('explains every metric and every alert', async () => {
    const guide = read('monitoring.md')
    const metricNames = [...(await exposed())].map((name) => name.replace(/_(?:bucket|sum|count)$/, ''))
    const alerts = [...read('alerts.yaml').matchAll(/alert: (\w+)/g)].map(([, name = '']) => name)
    expect(alerts.length).toBeGreaterThan(5)
    expect([...metricNames, ...alerts].filter((name) => !guide.includes(`\`${name}\``))).toEqual([])
  })

  it('has expressions whose brackets match', () => {
    const { panels } = JSON.parse(read('grafana-dashboard.json')) as {
      readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[]
    }
    const rules = read('alerts.yaml')
      .split('expr:')
      .slice(1)
      .map((rule) => rule.split(/\n {8}for:/)[0] ?? '')
    for (const expression of [...rules, ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))])
      for (const [open, close] of BRACKETS) expect(count(expression, open), expression).toBe(count(expression, close))
  })
})
