import * as vitest from 'vitest'
import { failedJobsContract, jobRunnerContract, jobStatisticsContract } from '#adapters/testing/contracts.ts'
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

failedJobsContract(
  vitest,
  inMemory(({ unitOfWork, jobRunner, failedJobs }) => ({ units: unitOfWork, runner: jobRunner, failed: failedJobs }), {
    jobs: { retryPause: 1, tries: 2 },
  }),
  { name: 'in memory' },
)
