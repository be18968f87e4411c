import { Container, type ContainerModule } from 'inversify'
import { audioModule } from './audio-module.ts'
import { cleanup } from './cleanup.ts'
import { coreModule } from './core-module.ts'
import { databaseModule } from './database-module.ts'
import { filesModule } from './files-module.ts'
import { hostModule } from './host-module.ts'
import { imagesModule } from './images-module.ts'
import { type Log, openLog } from './log.ts'
import { memoryModule } from './memory-module.ts'
import { observationModule } from './observation-module.ts'
import type { Settings } from './settings.ts'
import { type Services, TOKENS } from './tokens.ts'

/** Where rows, jobs and files are stored: in PostgreSQL or PGlite and the file system, or in memory. */
export const STORAGE_MODULES = {
  persistent: [databaseModule, filesModule],
  'in memory': [memoryModule],
} as const satisfies Record<string, readonly ContainerModule[]>

export type Storage = keyof typeof STORAGE_MODULES

/** All of Soundhub with these settings. Services are opened when they are first requested. */
export const containerOf = (
  settings: Settings,
  storage: Storage = 'persistent',
  log: Log = openLog(settings.LOG_LEVEL),
): Container => {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(TOKENS.settings).toConstantValue(settings)
  container.bind(TOKENS.log).toConstantValue(log)
  container
    .bind(TOKENS.cleanup)
    .toConstantValue(cleanup((name, cause) => log.error({ name, cause }, 'could not be closed')))
  container.load(observationModule, coreModule, hostModule, audioModule, imagesModule, ...STORAGE_MODULES[storage])
  return container
}

/** Opens some of the container's services, by name. */
export const open = async <Name extends keyof Services>(
  container: Container,
  names: readonly Name[],
): Promise<Pick<Services, Name>> => {
  const opened: [string, unknown][] = []
  for (const name of names) opened.push([name, await container.getAsync<unknown>(TOKENS[name])])
  return Object.fromEntries(opened) as Pick<Services, Name>
}
