/**
 * `npm run bench:scale -- [seconds a round] [mixes a round] [servers, workers or embedded]`: requests a second with 1, 2 and 4 servers and mixes a minute
 * with 1, 2 and 4 workers on one PostgreSQL, and what servers, workers and a mix of eight stems on the embedded database take
 * in memory. What loads the servers, and the database, share the processors with what they load: on a machine with few of
 * them more processes gain less than they would. Prints tables and a line of JSON; the exit code is 1 where a goal of memory is missed.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { startPostgres } from '#test/databases/postgres-server.ts'
import { statementsOn } from '#test/databases/statements.ts'
import { type ServerProcess, startServerProcess } from '#test/process/server-process.ts'
import { startWorkerProcess, type WorkerProcess } from '#test/process/worker-process.ts'
import { type Client, join as joinSoundhub } from '#test/story/client.ts'
import { newestLink } from '#test/story/outbox.ts'
import { until } from '#test/story/until.ts'
import { fill } from './http/data.ts'
import { mixedPaths } from './http/mixed.ts'
import { load } from './http/rounds.ts'
import { megabytesOf, mostDuring } from './resident.ts'

const [seconds = '10', mixes = '8', part = ''] = process.argv.slice(2)
const PROCESSES = [1, 2, 4]
const CONNECTIONS = 16
const PATIENCE = 120_000
/** As long as it takes until nothing is compiled and collected any more. */
const SETTLES = 5_000
const [STEMS, STEM_SECONDS] = [3, 30]
const GOALS = { 'server idle': 150, 'server under load': 256, 'worker idle': 150, 'mix of 8 stems, more': 150 }

const recording = (hertz: number, long: number): Uint8Array =>
  waveFile({ channels: [tone(hertz, long * SAMPLE_RATE, 0.2)], sample: 'pcm16' })

const idle = async (pid: number): Promise<number> => {
  await setTimeout(SETTLES)
  return megabytesOf(pid)
}

/** The same load from as many connections in all, spread over the servers. */
const loadAll = async (servers: readonly ServerProcess[], forSeconds: string): Promise<number> => {
  const connections = CONNECTIONS / servers.length
  const loaded = await Promise.all(
    servers.map(async ({ url }, at) => {
      const urls = mixedPaths(at).map((path) => `${url}${path}`)
      return (await load({ urls, connections }, forSeconds)).requestsPerSecond
    }),
  )
  return loaded.reduce((sum, one) => sum + one, 0)
}

/** A post and its comments, one less than stems. */
type Song = { readonly post: number; readonly comments: readonly number[] }

const songOf = async (musician: Client, stems: number, long: number): Promise<Song> => {
  const post = (await musician.post('Song', recording(220, long))).body.id
  const comments: number[] = []
  for (let at = 1; at < stems; at++) {
    const { status, body } = await musician.comment(post, recording(220 + 55 * at, long))
    if (status !== 201) throw new Error(`comment: ${status} ${JSON.stringify(body)}`)
    comments.push(body.id)
  }
  return { post, comments }
}

let mixed = 0
/** Another loudness each time: a recipe that was rendered before would be there at once. */
const mix = async (musician: Client, { post, comments }: Song): Promise<void> => {
  const fields = {
    stems: comments.map((comment) => ({ comment })),
    master: { loudness_lufs: -14 - ++mixed / 100 },
  }
  const asked = await musician.send(`/post/${post}/mix`, { method: 'PATCH', fields })
  if (asked.status >= 300) throw new Error(`mix: ${asked.status} ${JSON.stringify(asked.body)}`)
  const done = await musician.mixed(post, PATIENCE)
  if (done.mix?.status !== 'done') throw new Error(`mix: ${JSON.stringify(done.mix)}`)
}

const minutesOf = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 60_000
}

const started = async (environment: Readonly<Record<string, string>>): Promise<WorkerProcess> => {
  const worker = startWorkerProcess(environment)
  await until('the worker runs', () => worker.log().includes('worker is running') || undefined, PATIENCE)
  return worker
}

const folder = await mkdtemp(join(tmpdir(), 'soundhub-scale-'))
const postgres = await startPostgres()
const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true }), () => postgres.stop()]
const requestsPerSecond: Record<string, number> = {}
const mixesPerMinute: Record<string, number> = {}
const memory: Record<string, number> = {}

/** A database of its own on the one PostgreSQL, migrated: workers would ingest for hours what a filled one names. */
const installation = async (name: string) => {
  const admin = await statementsOn(postgres.urlOf())
  await admin.ask(`create database ${name}`)
  await admin.close()
  const environment = { DATABASE_URL: postgres.urlOf(name), DATA_DIR: join(folder, name), RATE_LIMITS: 'process' }
  const env = { PATH: process.env['PATH'], ...environment }
  await promisify(execFile)(process.execPath, ['bootstrap/migrate.ts'], { env })
  return environment
}

const measureServers = async (): Promise<void> => {
  const environment = await installation('lists')
  const statements = await statementsOn(environment.DATABASE_URL)
  await fill(statements)
  await statements.close()
  const servers: ServerProcess[] = []
  ends.push(() => Promise.all(servers.map((one) => one.kill())))
  for (const many of PROCESSES) {
    while (servers.length < many)
      servers.push(await startServerProcess({ ...environment, LOG_LEVEL: 'warn' }, 'server-alone', PATIENCE))
    if (many === 1) memory['server idle'] = await idle(servers[0]!.pid)
    // What is compiled meanwhile is not counted.
    await loadAll(servers, '2')
    const most = await mostDuring(servers[0]!.pid, async () => {
      requestsPerSecond[many] = await loadAll(servers, seconds)
    })
    if (many === 1) memory['server under load'] = most.alone
  }
  await Promise.all(servers.map((one) => one.stop()))
}

const measureWorkers = async (): Promise<void> => {
  const environment = await installation('songs')
  const workers: WorkerProcess[] = []
  ends.push(() => Promise.all(workers.map((one) => one.kill())))
  const server = await startServerProcess({ ...environment, LOG_LEVEL: 'warn' }, 'server-alone', PATIENCE)
  ends.push(() => server.kill())
  const songs: Song[] = []
  let ann: Client | null = null
  for (const many of PROCESSES) {
    while (workers.length < many) workers.push(await started({ ...environment, WORKER_CONCURRENCY: '1' }))
    if (many === 1) {
      memory['worker idle'] = await idle(workers[0]!.pid)
      ann = await joinSoundhub(server.url, 'ann', (address) =>
        newestLink(join(environment.DATA_DIR, 'outbox'), address),
      )
      for (let at = 0; at < PROCESSES.at(-1)!; at++) songs.push(await songOf(ann, STEMS, STEM_SECONDS))
      for (const song of songs) await mix(ann, song)
    }
    // Every song is mixed again and again, so that there is always work for each worker.
    const each = Math.max(1, Math.round(Number(mixes) / songs.length))
    const again = async (song: Song): Promise<void> => {
      for (let time = 0; time < each; time++) await mix(ann!, song)
    }
    mixesPerMinute[many] = (songs.length * each) / (await minutesOf(() => Promise.all(songs.map(again))))
  }
  await Promise.all([server.stop(), ...workers.map((one) => one.kill())])
}

const measureEmbedded = async (): Promise<void> => {
  const DATA_DIR = join(folder, 'embedded')
  const embedded = await startServerProcess({ DATA_DIR, LOG_LEVEL: 'warn' }, 'main', PATIENCE)
  ends.push(() => embedded.kill())
  const bob = await joinSoundhub(embedded.url, 'bob', (address) => newestLink(join(DATA_DIR, 'outbox'), address))
  memory['embedded idle'] = await idle(embedded.pid)
  const song = await songOf(bob, 8, 60)
  // The first one ingests what was not yet ingested.
  await mix(bob, { ...song, comments: song.comments.slice(0, 1) })
  const rest = await idle(embedded.pid)
  const most = await mostDuring(embedded.pid, () => mix(bob, song))
  memory['embedded after uploads and a first mix'] = rest
  memory['mix of 8 stems, more'] = most.alone - rest
  memory['mix of 8 stems, more, with ffmpeg'] = most.withChildren - rest
}

const PARTS = { servers: measureServers, workers: measureWorkers, embedded: measureEmbedded }
try {
  for (const [name, measure] of Object.entries(PARTS)) if (name.includes(part)) await measure()
} finally {
  for (const end of ends.toReversed()) await end()
}
const isMissed = ([name, most]: readonly [string, number]): boolean => (memory[name] ?? 0) > most
console.log(`${availableParallelism()} processors, shared with PostgreSQL and what loads the servers`)
console.table({ 'requests/s': requestsPerSecond, [`mixes/min (${STEMS} stems, ${STEM_SECONDS} s)`]: mixesPerMinute })
for (const [name, megabytes] of Object.entries(memory)) {
  const goal = GOALS[name as keyof typeof GOALS] ?? null
  console.log(`${name}: ${megabytes.toFixed(0)} MB${goal === null ? '' : `, at most ${goal}`}`)
}
console.log(JSON.stringify({ bench: 'scale', requestsPerSecond, mixesPerMinute, memory }))
process.exit(Object.entries(GOALS).some(isMissed) ? 1 : 0)
