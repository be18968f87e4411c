import { ContainerModule, type ServiceIdentifier } from 'inversify'
import { inProcessRateLimiter } from '#adapters/rate-limiter-flexible/in-process.ts'
import { type MemoryPorts, memoryPorts } from '#adapters/memory/memory-ports.ts'
import type { AudioReadiness } from '#application/track/audio.ts'
import type { Readiness } from '#adapters/http/dependencies.ts'
import { audioCheck } from './readiness.ts'
import { TOKENS } from './tokens.ts'

const MEMORY: ServiceIdentifier<MemoryPorts> = Symbol('ports in memory')

/** Rows, jobs and files in memory: gone with the process. For embedders and tests. */
export const memoryModule = new ContainerModule(({ bind }) => {
  bind(MEMORY).toResolvedValue(() => memoryPorts())
  for (const name of [
    'unitOfWork',
    'sessionReader',
    'credentials',
    'userQueries',
    'postQueries',
    'mediaIndex',
    'stemCache',
    'mixQueries',
    'mixEvents',
    'commentQueries',
    'revisionQueries',
    'proposalQueries',
    'homeQueries',
    'messageQueries',
    'searchQueries',
    'auditQueries',
    'jobRunner',
    'jobStatistics',
    'failedJobs',
    'staging',
    'partialUploads',
    'blobs',
  ] as const) {
    bind<unknown>(TOKENS[name]).toResolvedValue((memory: MemoryPorts) => memory[name], [MEMORY])
  }
  bind(TOKENS.pool).toConstantValue(null)
  bind(TOKENS.rateLimiter).toResolvedValue(() => inProcessRateLimiter())
  bind(TOKENS.signMedia).toConstantValue(null)
  bind(TOKENS.installation).toConstantValue(null)
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
