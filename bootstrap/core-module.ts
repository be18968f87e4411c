import { ContainerModule } from 'inversify'
import { soundhub } from '#application/soundhub.ts'
import type { Options, Ports } from '#application/ports.ts'
import { type Observers, observedPorts } from './observed-ports.ts'
import { MEGABYTE, type Settings } from './settings.ts'
import { PORTS, TOKENS } from './tokens.ts'

const optionsOf = (settings: Settings): Options => ({
  stalePurgeChance: settings.STALE_PURGE_CHANCE,
  mixLease: settings.MIX_LEASE_SECONDS * 1000,
  maximumTrackMinutes: settings.MAX_TRACK_MINUTES,
  maximumUploadBytes: settings.MAX_UPLOAD_MB * MEGABYTE,
})

const named = (ports: readonly unknown[]): Ports =>
  Object.fromEntries(PORTS.map((name, at) => [name, ports[at]])) as Ports

/** The core, with whatever adapters the other modules bind to its ports. */
export const coreModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.options).toResolvedValue(optionsOf, [TOKENS.settings])
  bind(TOKENS.soundhub).toResolvedValue(
    (
      options: Options,
      log: Observers['log'],
      errorReporter: Observers['errorReporter'],
      correlation: Observers['correlation'],
      metrics: Observers['metrics'],
      ...ports: readonly unknown[]
    ) => soundhub({ ...options, ...observedPorts(named(ports), { log, errorReporter, correlation, metrics }) }),
    [
      TOKENS.options,
      TOKENS.log,
      TOKENS.errorReporter,
      TOKENS.correlation,
      TOKENS.metrics,
      ...PORTS.map((name) => TOKENS[name]),
    ],
  )
})
