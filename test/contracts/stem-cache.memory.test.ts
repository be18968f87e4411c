import * as vitest from 'vitest'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { memoryStemCache } from '#adapters/memory/media/memory-stem-cache.ts'
import { stemCacheContract } from '#adapters/testing/contracts.ts'

stemCacheContract(
  vitest,
  async () => {
    const { staging } = memoryPorts()
    const cache = memoryStemCache(staging, 10_000)
    return { subject: { cache, staging, pass: async () => undefined }, close: async () => undefined }
  },
  { name: 'in memory' },
)
