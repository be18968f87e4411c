import { ContainerModule } from 'inversify'
import { type Choices, type Ports, soundhub } from '#application/soundhub.ts'
import type { Settings } from './settings.ts'
import { PORTS, TOKENS } from './tokens.ts'

const choicesOf = (settings: Settings): Choices => ({
  stalePurgeChance: settings.STALE_PURGE_CHANCE,
  mixLease: settings.MIX_LEASE_SECONDS * 1000,
  maximumTrackMinutes: settings.MAX_TRACK_MINUTES,
})

const named = (ports: readonly unknown[]): Ports =>
  Object.fromEntries(PORTS.map((name, at) => [name, ports[at]])) as Ports

/** The core, on whatever ports are bound beside it. */
export const coreModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.choices).toResolvedValue(choicesOf, [TOKENS.settings])
  bind(TOKENS.soundhub).toResolvedValue(
    (choices: Choices, ...ports: readonly unknown[]) => soundhub({ ...choices, ...named(ports) }),
    [TOKENS.choices, ...PORTS.map((name) => TOKENS[name])],
  )
})
