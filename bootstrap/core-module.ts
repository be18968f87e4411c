import { ContainerModule } from 'inversify'
import { type Options, type Ports, soundhub } from '#application/soundhub.ts'
import type { Settings } from './settings.ts'
import { PORTS, TOKENS } from './tokens.ts'

const optionsOf = (settings: Settings): Options => ({
  stalePurgeChance: settings.STALE_PURGE_CHANCE,
  mixLease: settings.MIX_LEASE_SECONDS * 1000,
  maximumTrackMinutes: settings.MAX_TRACK_MINUTES,
})

const named = (ports: readonly unknown[]): Ports =>
  Object.fromEntries(PORTS.map((name, at) => [name, ports[at]])) as Ports

/** The core, on whatever ports are bound beside it. */
export const coreModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.options).toResolvedValue(optionsOf, [TOKENS.settings])
  bind(TOKENS.soundhub).toResolvedValue(
    (options: Options, ...ports: readonly unknown[]) => soundhub({ ...options, ...named(ports) }),
    [TOKENS.options, ...PORTS.map((name) => TOKENS[name])],
  )
})
