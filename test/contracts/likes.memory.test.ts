import * as vitest from 'vitest'
import { inMemory } from './memory-subject.ts'
import { likesContract } from '#adapters/testing/contracts.ts'

likesContract(
  vitest,
  inMemory(({ unitOfWork, userQueries, postQueries }) => ({
    units: unitOfWork,
    users: userQueries,
    posts: postQueries,
  })),
  { name: 'in memory' },
)
