import * as vitest from 'vitest'
import { jobRunnerContract, jobStatisticsContract } from '#adapters/testing/contracts.ts'
import { inMemory } from './memory-subject.ts'

jobRunnerContract(
  vitest,
  inMemory(({ unitOfWork, jobRunner }) => ({ units: unitOfWork, runner: jobRunner }), { jobs: { retryPause: 1 } }),
  { name: 'in memory' },
)

jobStatisticsContract(
  vitest,
  inMemory(({ unitOfWork, jobStatistics }) => ({ units: unitOfWork, statistics: jobStatistics }), {
    jobs: { byItself: false },
  }),
  { name: 'in memory' },
)
