import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freshDatabase } from '../databases/fresh.ts'
import { killAgainAndAgain } from './kills.ts'
import { rounds } from './rounds.ts'

const KILLS = rounds(8, 200)

it(`loses and doubles no mix, and leaves neither ffmpeg nor temporary files, when it is killed ${KILLS} times on PostgreSQL`, async () => {
  expect.hasAssertions()
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-killed-'))
  try {
    await killAgainAndAgain(KILLS, {
      DATA_DIR,
      DATABASE_URL: (await freshDatabase()).url,
      MIX_LEASE_SECONDS: '1',
      LOG_LEVEL: 'warn',
    })
  } finally {
    await rm(DATA_DIR, { recursive: true })
  }
})
