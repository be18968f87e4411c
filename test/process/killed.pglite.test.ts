import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { killAgainAndAgain } from './kills.ts'

it('loses and doubles no mix, and leaves neither ffmpeg nor temporary files, when it is killed 10 times on PGlite', async () => {
  expect.hasAssertions()
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-killed-'))
  try {
    await killAgainAndAgain(10, { DATA_DIR, MIX_LEASE_SECONDS: '1', LOG_LEVEL: 'warn' })
  } finally {
    await rm(DATA_DIR, { recursive: true })
  }
})
