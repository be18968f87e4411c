/**
 * `npm run bench:writes -- [rounds] [seconds]`: what keeping lists, counts and words in order costs whoever writes, beside
 * the same rows in tables that have their keys and nothing else; and how many likes a second 32 clients get done on one
 * post, beside as many on a post each. Both counts are compared with their rows; the exit code is 1 where one is wrong.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SystemDigest } from '#adapters/system/system-digest.ts'
import type { Secret } from '#domain/account/secret.ts'
import { startPostgres } from '#test/databases/postgres-server.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'
import { startServerProcess } from '#test/process/server-process.ts'
import { median, quantile } from './figures.ts'
import { USERS } from './http/data.ts'
import { fillDatabase } from './http/filled-server.ts'

const CLIENTS = 32
const [rounds = '300', seconds = '5'] = process.argv.slice(2)

const postgres = await startPostgres()
const author = await statementsOn(postgres.urlOf())

const filled = async (name: string): Promise<{ readonly databaseUrl: string; readonly statements: Statements }> => {
  await author.ask(`create database ${name}`)
  const databaseUrl = postgres.urlOf(name)
  await fillDatabase(databaseUrl)
  return { databaseUrl, statements: await statementsOn(databaseUrl) }
}

/** Tables with the same rows under the same keys, that nobody keeps anything for. */
const PLAIN = [
  ...['likes', 'posts', 'comments'].map((table) => `create table plain_${table} as table ${table}`),
  'alter table plain_likes add primary key (post_id, user_id)',
  ...['posts', 'comments'].flatMap((table) => [
    `alter table plain_${table} add primary key (id)`,
    `create sequence plain_${table}_id start 1000000 owned by plain_${table}.id`,
    `alter table plain_${table} alter column id set default nextval('plain_${table}_id')`,
  ]),
]

const TRACK = `'mp3', 4000000, repeat('a1', 32), 8640000`

const WRITES: Readonly<Record<string, (prefix: '' | 'plain_', round: number) => string>> = {
  'a like': (prefix, round) =>
    `insert into ${prefix}likes (post_id, user_id, liked_at) values (${20_000 - round}, ${1 + ((round * 7) % USERS)}, now())
     on conflict do nothing`,
  'a post': (prefix, round) =>
    `insert into ${prefix}posts (author_id, title, instruments, genres, bpm, track_path, track_format, track_bytes,
       track_sha256, track_frames, created_at)
     values (${1 + (round % USERS)}, 'Song', '{Vocal,Guitar}', '{Jazz}', 90, 'p', ${TRACK}, now())`,
  'a comment': (prefix, round) =>
    `insert into ${prefix}comments (post_id, author_id, instruments, track_path, track_format, track_bytes, track_sha256,
       track_frames, created_at)
     values (${1 + round}, ${1 + (round % USERS)}, '{Bass}', 'c', ${TRACK}, now())`,
}

const timeOf = async (statements: Statements, statement: string): Promise<number> => {
  const begin = performance.now()
  await statements.ask(statement)
  return performance.now() - begin
}

const costs = async (): Promise<Readonly<Record<string, readonly [ours: number, plain: number]>>> => {
  const { statements } = await filled('costs')
  for (const statement of [...PLAIN, 'vacuum analyze']) await statements.ask(statement)
  const measured: Record<string, readonly [number, number]> = {}
  for (const [name, write] of Object.entries(WRITES)) {
    const [ours, plain]: [number[], number[]] = [[], []]
    for (let round = 0; round < Number(rounds); round++) {
      ours.push(await timeOf(statements, write('', round)))
      plain.push(await timeOf(statements, write('plain_', round)))
    }
    measured[name] = [median(ours), median(plain)]
  }
  await statements.close()
  return measured
}

type Liked = { readonly perSecond: number; readonly p99: number; readonly failed: number; readonly wrong: number }

const likes = async (): Promise<readonly [onOne: Liked, onOneEach: Liked]> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-bench-'))
  const { databaseUrl, statements } = await filled('likes')
  const tokens = Array.from({ length: CLIENTS }, (_, at) => at.toString(16).padStart(2, '0').repeat(20))
  for (const [at, token] of tokens.entries())
    await statements.ask(
      `insert into sessions (digest, user_id, device, created_at, last_used_at, expires_at)
       values ($1, $2, '', now(), now(), now() + interval '60 days')`,
      [new SystemDigest().secret(token as Secret), 1_000 + at],
    )
  const server = await startServerProcess({ DATABASE_URL: databaseUrl, DATA_DIR: folder, LOG_LEVEL: 'warn' })
  const likeFor = async (postOf: (client: number) => number): Promise<Liked> => {
    const took: number[] = []
    let failed = 0
    const end = performance.now() + Number(seconds) * 1000
    await Promise.all(
      tokens.map(async (token, at) => {
        while (performance.now() < end) {
          const begin = performance.now()
          const answer = await fetch(`${server.url}/post/${postOf(at)}/like`, {
            method: 'POST',
            headers: { authorization: `Token ${token}` },
          })
          await answer.arrayBuffer()
          if (answer.status === 200) took.push(performance.now() - begin)
          else failed++
        }
      }),
    )
    const [row] = await statements.ask<{ wrong: number }>(
      `select count(*)::int as wrong from posts p
       where num_liked <> (select count(*) from likes l where l.post_id = p.id)`,
    )
    return { perSecond: took.length / Number(seconds), p99: quantile(took, 0.99), failed, wrong: row?.wrong ?? -1 }
  }
  try {
    await likeFor(() => 5)
    return [await likeFor(() => 5), await likeFor((client) => 100 + client)]
  } finally {
    await server.stop()
    await statements.close()
    await rm(folder, { recursive: true, force: true })
  }
}

try {
  const measured = await costs()
  console.table(
    Object.fromEntries(
      Object.entries(measured).map(([name, [ours, plain]]) => [
        name,
        { ms: ours.toFixed(3), 'plain ms': plain.toFixed(3), ratio: (ours / plain).toFixed(2) },
      ]),
    ),
  )
  const [onOne, onOneEach] = await likes()
  console.table({ 'likes of one post': onOne, 'likes of a post each': onOneEach })
  console.log(JSON.stringify({ bench: 'writes', costs: measured, likes: { clients: CLIENTS, onOne, onOneEach } }))
  process.exitCode = [onOne, onOneEach].some(({ failed, wrong }) => failed + wrong > 0) ? 1 : 0
} finally {
  await author.close()
  await postgres.stop()
}
