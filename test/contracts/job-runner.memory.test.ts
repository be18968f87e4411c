import { jobRunnerContract } from '#adapters/testing/contracts/shared/job-runner-contract.ts'
import { inMemory } from './memory-subject.ts'

jobRunnerContract(
  'in memory',
  inMemory(({ unitOfWork, jobRunner }) => ({ units: unitOfWork, runner: jobRunner }), { jobs: { retryPause: 1 } }),
)
