/**
 * `npm run bench:purge`: how long a thousand stale users take to be purged out of a million accounts, beside the same
 * thousand out of ten thousand, on one PostgreSQL. The exit code is 1 where it is more than twice as long.
 */
import { noJobs } from '#test/adapters/mikro-orm/no-jobs.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { instant } from '#domain/shared/instant.ts'
import { startPostgres } from '#test/databases/postgres-server.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { median } from './figures.ts'

const STALE = 1_000
const SIZES = [10_000, 1_000_000] as const
const ROUNDS = 7
const BATCH = 500
const MOST_RATIO = 2
const NOW = instant(Date.UTC(2026, 5, 1))

const people = (kind: 'active' | 'stale', count: number): string => `
  insert into users (email, nickname, nickname_key, instruments, genres, origin, password_hash, created_at, activated_at)
  select '${kind}' || n || '@example.org', '${kind} ' || n, '${kind} ' || n, '{Guitar}', '{Rock}', 'email', 'hash',
    timestamptz '2026-01-01' + n * interval '1 second', ${kind === 'active' ? "timestamptz '2026-02-01'" : 'null'}
  from generate_series(1, ${count}) n`

const KEYS = `
  insert into activation_keys (digest, purpose, user_id, issued_at, expires_at)
  select 'key' || id, 'activation', id, created_at, created_at + interval '2 days' from users where activated_at is null`

const SESSIONS = `
  insert into sessions (digest, user_id, device, created_at, last_used_at, expires_at)
  select 'session' || id, id, '', created_at, created_at, created_at + interval '90 days'
  from users where activated_at is not null`

type Purged = { readonly round: () => Promise<number>; readonly close: () => Promise<unknown> }

const accounts = async (databaseUrl: string, size: number): Promise<Purged> => {
  const database = (await openDatabase({ databaseUrl }))._unsafeUnwrap()
  ;(await database.migrate())._unsafeUnwrap()
  const units = database.unitOfWork(noJobs)
  const { ask, close }: Statements = await statementsOn(databaseUrl)
  await ask(people('active', size - STALE))
  await ask(SESSIONS)
  const round = async () => {
    await ask(people('stale', STALE))
    await ask(KEYS)
    await ask('vacuum analyze users')
    await ask('vacuum analyze activation_keys')
    const begin = performance.now()
    let removed = 0
    for (let batch = BATCH; batch > 0; removed += batch)
      batch = (await units.run(({ users }) => users.removeStale(NOW, BATCH)))._unsafeUnwrap()
    const took = performance.now() - begin
    if (removed !== STALE) throw new Error(`${removed} of ${STALE} were removed`)
    return took
  }
  return { round, close: () => Promise.all([close(), database.close()]) }
}

const postgres = await startPostgres()
const opened: Purged[] = []
const took = new Map<number, number[]>(SIZES.map((size) => [size, []]))
try {
  const statements = await statementsOn(postgres.urlOf())
  for (const size of SIZES) {
    await statements.ask(`create database accounts_${size}`)
    opened.push(await accounts(postgres.urlOf(`accounts_${size}`), size))
  }
  await statements.close()
  // The first of each meets cold connections and plans.
  for (let round = 0; round <= ROUNDS; round++)
    for (const [at, size] of SIZES.entries()) {
      const ms = await opened[at]!.round()
      if (round > 0) took.get(size)?.push(ms)
    }
} finally {
  for (const one of opened) await one.close()
  await postgres.stop()
}
const [few, many] = SIZES.map((size) => took.get(size) ?? []) as [number[], number[]]
const ratio = median(many.map((ms, round) => ms / few[round]!))
console.log(`${STALE} stale users of 10,000: ${median(few).toFixed(1)} ms; of 1,000,000: ${median(many).toFixed(1)} ms`)
console.log(`ratio ${ratio.toFixed(2)}, at most ${MOST_RATIO}: ${ratio <= MOST_RATIO ? 'met' : 'MISSED'}`)
console.log(JSON.stringify({ bench: 'purge', stale: STALE, milliseconds: { few, many }, ratio }))
process.exit(ratio <= MOST_RATIO ? 0 : 1)
