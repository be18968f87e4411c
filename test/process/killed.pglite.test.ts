import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freshInstallation } from '../databases/fresh.ts'
import { killAgainAndAgain } from './kills.ts'
import { rounds } from './rounds.ts'

const KILLS = rounds(3, 50)

it(`loses and doubles no mix, and leaves neither ffmpeg nor temporary files, when it is killed ${KILLS} times on PGlite`, async () => {
  expect.hasAssertions()
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-killed-'))
  try {
    await freshInstallation(DATA_DIR)
    await killAgainAndAgain(KILLS, { DATA_DIR, MIX_LEASE_SECONDS: '1', LOG_LEVEL: 'warn' })
  } finally {
    await rm(DATA_DIR, { recursive: true })
  }
})
