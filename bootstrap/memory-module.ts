import { ContainerModule, type ServiceIdentifier } from 'inversify'
import { inProcessRateLimiter } from '#adapters/rate-limiter-flexible/in-process.ts'
import { type MemoryWorld, memoryWorld } from '#adapters/memory/memory-world.ts'
import type { AudioReadiness } from '#application/track/audio.ts'
import { audioCheck, type Readiness } from './readiness.ts'
import { TOKENS } from './tokens.ts'

const WORLD: ServiceIdentifier<MemoryWorld> = Symbol('memory world')

/** Rows, jobs and files in memory: gone with the process. For embedders and tests. */
export const memoryModule = new ContainerModule(({ bind }) => {
  bind(WORLD).toResolvedValue(() => memoryWorld())
  for (const name of [
    'unitOfWork',
    'sessionReader',
    'credentials',
    'userQueries',
    'postQueries',
    'mediaIndex',
    'commentQueries',
    'homeQueries',
    'messageQueries',
    'searchQueries',
    'jobRunner',
  ] as const) {
    bind<unknown>(TOKENS[name]).toResolvedValue((world: MemoryWorld) => world[name], [WORLD])
  }
  bind(TOKENS.rateLimiter).toResolvedValue(() => inProcessRateLimiter())
  bind(TOKENS.staging).toResolvedValue((world: MemoryWorld) => world.files.staging, [WORLD])
  bind(TOKENS.blobs).toResolvedValue((world: MemoryWorld) => world.files.blobs, [WORLD])
  bind(TOKENS.readiness).toResolvedValue(
    (audio: AudioReadiness): Readiness =>
      () =>
        Promise.resolve([
          { name: 'database', ok: true, detail: 'memory' },
          { name: 'migrations', ok: true, detail: 'none needed' },
          audioCheck(audio),
        ]),
    [TOKENS.audioReadiness],
  )
})
