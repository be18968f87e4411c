import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { MINUTE } from '#domain/shared/instant.ts'
import { freshDatabase } from '../../databases/fresh.ts'
import { join as joinSoundhub } from '../../story/client.ts'
import { newestLink } from '../../story/outbox.ts'
import { sound } from '../../story/story.ts'
import { until } from '../../story/until.ts'
import { rounds } from '../rounds.ts'
import { startServerProcess } from '../server-process.ts'
import { openSlowSockets, p99, uploadOnSocket, waitsOf } from './slow-sockets.ts'

const ROUNDS = rounds(1, 3)
const IS_FULL = ROUNDS === 3
const SOCKETS = 1_000
const UPLOADS = 20
/** 16 bits at 48 kHz: 50 MB, or 10 in the short form. */
const SECONDS = rounds(104, 520)
const MOST_MEGABYTES = 256
const GONE_WITHIN = 15_000
const CALM = 3_000

const ends: (() => unknown)[] = []
afterAll(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const begin = async (more: Readonly<Record<string, string>> = {}) => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-slow-'))
  const { url: DATABASE_URL } = await freshDatabase()
  const environment = { DATA_DIR, DATABASE_URL, LOG_LEVEL: 'error' }
  // A worker writes the mail that has the link.
  const setUp = await startServerProcess(environment)
  const { token = '' } = await joinSoundhub(setUp.url, 'ann', (address) =>
    newestLink(join(DATA_DIR, 'outbox'), address),
  )
  await setUp.stop()
  const server = await startServerProcess({ ...environment, WORKER: 'off', ...more })
  ends.push(
    () => rm(DATA_DIR, { recursive: true }),
    () => server.kill(),
  )
  return { DATA_DIR, server, token }
}

const megabytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
}

/** The highest that its memory is until the signal. */
const highest = async (pid: number, signal: AbortSignal): Promise<number> => {
  let most = 0
  while (!signal.aborted) {
    most = Math.max(most, await megabytes(pid))
    await pause(50)
  }
  return most
}

/** What the work gives, and how long others wait meanwhile. */
const waitsBeside = async <Value>(url: string, work: () => Promise<Value>) => {
  const over = new AbortController()
  const waits = waitsOf(url, over.signal)
  const value = await work()
  over.abort()
  return { value, waits: await waits }
}

const stagedBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(folder, 'tmp'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

describe.concurrent(`${SOCKETS} sockets that send a byte a second, and ${UPLOADS} uploads beside them`, () => {
  it(`are gone in time, and cost others little, ${ROUNDS} times`, async () => {
    const { DATA_DIR, server, token } = await begin()
    const file = sound(440, SECONDS)
    expect(await uploadOnSocket(server.url, token, sound(440, 1))).toBe(201)
    for (let round = 1; round <= ROUNDS; round++) {
      const calm = p99(await waitsOf(server.url, AbortSignal.timeout(CALM)))
      const idle = await megabytes(server.pid)
      const uploads = () => Promise.all(Array.from({ length: UPLOADS }, () => uploadOnSocket(server.url, token, file)))
      const alone = IS_FULL ? p99((await waitsBeside(server.url, uploads)).waits) : null
      const over = new AbortController()
      const most = highest(server.pid, over.signal)
      const slow = openSlowSockets(server.url, SOCKETS, token)
      const { value: statuses, waits } = await waitsBeside(server.url, async () => {
        const answered = await uploads()
        await until('they are gone', () => (slow.stayed.length === SOCKETS ? true : undefined), MINUTE)
        return answered
      })
      slow.end()
      over.abort()
      const [longest, beside, memory] = [Math.max(...slow.stayed), p99(waits), (await most) - idle]
      console.log(
        `slow ones gone in ${Math.round(longest)} ms; p99 ${Math.round(calm)} ms, ${alone === null ? '' : `beside uploads ${Math.round(alone)} ms, `}` +
          `beside both ${Math.round(beside)} ms; ${Math.round(memory)} MB over ${Math.round(idle)}`,
      )
      expect(slow.opened()).toBe(SOCKETS)
      expect(statuses).toEqual(Array.from({ length: UPLOADS }, () => 201))
      expect(memory).toBeLessThan(MOST_MEGABYTES)
      expect(await stagedBelow(DATA_DIR)).toEqual([])
      // How long something takes tells nothing on a machine that runs the whole suite.
      if (alone === null) continue
      expect(longest).toBeLessThan(GONE_WITHIN)
      expect(beside).toBeLessThan(2 * alone)
    }
  })

  it('are found where nothing limits them', async () => {
    const mutant = new URL('./no-limits.ts', import.meta.url).href
    const { server, token } = await begin({ NODE_OPTIONS: `--import=${mutant}` })
    const slow = openSlowSockets(server.url, 10, token)
    await until('they are open', () => (slow.opened() === 10 ? true : undefined))
    await pause(GONE_WITHIN)
    expect(slow.stayed).toEqual([])
    slow.end()
  })
})
