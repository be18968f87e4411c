import * as vitest from 'vitest'
import { memoryStemCache } from '#adapters/memory/media/memory-stem-cache.ts'
import { stemCacheContract } from '#adapters/testing/contracts.ts'

stemCacheContract(
  vitest,
  async () => ({
    subject: { cache: memoryStemCache(10_000), pass: async () => undefined },
    close: async () => undefined,
  }),
  { name: 'in memory' },
)
