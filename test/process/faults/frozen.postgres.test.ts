import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../databases/fresh.ts'
import { type Statements, statementsOn } from '../../databases/statements.ts'
import { type Body, client, join as joinSoundhub } from '../../story/client.ts'
import { newestLink } from '../../story/outbox.ts'
import { sound } from '../../story/story.ts'
import { until } from '../../story/until.ts'
import { rounds } from '../rounds.ts'
import { startServerProcess } from '../server-process.ts'
import { startWorkerProcess, type WorkerProcess } from '../worker-process.ts'

const ROUNDS = rounds(3, 50)
const SECONDS = 20
const LEASE_SECONDS = '0.5'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

type Row = {
  readonly state: string
  readonly revision: number
  readonly attempt: number
  readonly stage: string | null
}

/** A server, and a song with one stem beside the author's track. */
const begin = async (more: Readonly<Record<string, string>>) => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-frozen-'))
  const { url: DATABASE_URL } = await freshDatabase()
  const environment = { DATA_DIR, DATABASE_URL, LOG_LEVEL: 'warn', ...more }
  const server = await startServerProcess(environment, 'server-alone')
  const database: Statements = await statementsOn(DATABASE_URL)
  ends.push(
    () => rm(DATA_DIR, { recursive: true }),
    () => database.close(),
    () => server.stop(),
  )
  const work = (others: Readonly<Record<string, string>> = {}): WorkerProcess => {
    const worker = startWorkerProcess({ ...environment, ...others })
    ends.push(() => worker.kill())
    return worker
  }
  /** How many of these jobs are not done. */
  const active = async (queue: string): Promise<number> => {
    const [left] = await database.ask<{ count: number }>(
      `select count(*)::int as count from pgboss.job where name = '${queue}' and state <> 'completed'`,
    )
    return left?.count ?? 0
  }
  const setUp = work()
  const ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(join(DATA_DIR, 'outbox'), address))
  const post = (await ann.post('Long', sound(440, SECONDS))).body.id
  const comment = (await ann.comment(post, sound(110, SECONDS))).body.id
  await until('both tracks are ingested', async () => ((await active('ingest-track')) === 0 ? true : undefined))
  await setUp.kill()
  return {
    work,
    /** The master of the next revision is asked for; no two are alike, so that none is there already. */
    mix: (revision: number): Promise<unknown> =>
      ann.send(`/post/${post}/mix`, {
        method: 'PATCH',
        fields: { stems: [{ comment }], master: { loudness_lufs: -14 - revision / 10 } },
      }),
    row: async (): Promise<Row> => (await database.ask<Row>('select state, revision, attempt, stage from mixes'))[0]!,
    mixed: (): Promise<Body> => client(server.url).mixed(post, 90_000),
    isIdle: async (): Promise<true | undefined> => ((await active('render-mix')) === 0 ? true : undefined),
    masters: async (revision: number): Promise<readonly string[]> =>
      (await readdir(join(DATA_DIR, 'media'), { recursive: true }))
        .map((name) => name.slice(name.lastIndexOf('/') + 1))
        .filter((name) => name.startsWith(`master_r${revision}_`) && name.endsWith('.mp3')),
  }
}

type Song = Awaited<ReturnType<typeof begin>>

/** Sees to it that the first worker has the mix and the other does not, and freezes it there. `false` if it was too quick. */
const freezeWithMix = async (song: Song, revision: number, first: WorkerProcess, other: WorkerProcess) => {
  other.signal('SIGSTOP')
  await song.mix(revision)
  const { state } = await until('the first has the mix', async () => {
    first.log()
    const row = await song.row()
    // Before it mixes it reads under the lock of the post, which a frozen one would hold until PostgreSQL ends its transaction.
    return row.revision === revision && row.attempt === 1 && row.stage !== 'ingesting' ? row : undefined
  })
  first.signal('SIGSTOP')
  const { state: frozenIn } = await song.row()
  other.signal('SIGCONT')
  return state === 'rendering' && frozenIn === 'rendering'
}

/** What there is of the revision before and after the frozen worker comes back to it. */
const wake = async (song: Song, revision: number, frozen: WorkerProcess) => {
  const { master_track: heard } = await song.mixed()
  const row = await song.row()
  frozen.signal('SIGCONT')
  await until('it has ended what it was at', song.isIdle)
  const after = await song.mixed()
  return { row, heard, after, rowAfter: await song.row(), masters: await song.masters(revision) }
}

describe('a worker that is frozen past its lease, and woken when another one has made the master', () => {
  it(`changes nothing any more, ${ROUNDS} times`, async () => {
    const song = await begin({ MIX_LEASE_SECONDS: LEASE_SECONDS })
    const [first, other] = [song.work(), song.work()]
    let frozen = 0
    for (let revision = 1; frozen < ROUNDS; revision++) {
      const isFrozen = await freezeWithMix(song, revision, first, other)
      const { row, heard, after, rowAfter, masters } = await wake(song, revision, first)
      // It was quicker than the freeze: that one does not count.
      if (!isFrozen || row.attempt === 1) continue
      frozen++
      expect(row).toMatchObject({ state: 'rendered', revision })
      expect(rowAfter).toEqual(row)
      expect(after.master_track).toBe(heard)
      expect(masters).toEqual([`master_r${revision}_a${row.attempt}.mp3`])
    }
  })

  it('doubles the master where leases are not checked', async () => {
    const mutant = new URL('./no-lease-check.ts', import.meta.url).href
    const song = await begin({ MIX_LEASE_SECONDS: LEASE_SECONDS })
    const [first, other] = [song.work({ NODE_OPTIONS: `--import=${mutant}` }), song.work()]
    for (let revision = 1; ; revision++) {
      const isFrozen = await freezeWithMix(song, revision, first, other)
      const { row, masters, heard, after } = await wake(song, revision, first)
      if (!isFrozen || row.attempt === 1) continue
      expect({ masters: masters.length, isSame: after.master_track === heard }).not.toEqual({
        masters: 1,
        isSame: true,
      })
      break
    }
  })
})
