import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemoryAudio } from '#adapters/memory/memory-audio.ts'
import { memoryWorld } from '#adapters/memory/memory-world.ts'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { soundhub } from '#application/soundhub.ts'
import { house } from '#test/adapters/http/house.ts'
import { valueOf } from '#test/contracts/subject.ts'
import { fill } from '#test/bench/http/data.ts'
import { freshPglite } from '#test/databases/fresh.ts'
import { recorded, type RecordedPglite } from '#test/databases/recorded-pglite.ts'
import { noJobs } from './no-jobs.ts'

const DAYS_AWAY = 400

/** What anybody may read, short and long. */
const PUBLIC = [
  '/user',
  '/user?ordering=nickname&instrument=Guitar&page_size=100',
  '/user/1',
  '/post',
  '/post?page_size=100&ordering=-num_liked&genre=Rock',
  '/post/4',
  '/post/4/comments?page_size=100',
  '/post/comment/1',
  '/home',
  '/home/genre/Rock',
  '/home/instrument/Guitar',
  '/search?keyword=Song',
]

const OWN = ['/message/inbox', '/message/sent', '/user/sessions']

describe('Every page that is read, however many rows it shows', () => {
  let pglite: PGlite
  let listening: RecordedPglite
  let database: MikroOrmDatabase
  let get: (path: string, token?: string) => Promise<number>
  let token: string
  beforeAll(async () => {
    pglite = await freshPglite()
    const ask = async <Row>(statement: string) => (await pglite.query<Row>(statement)).rows
    await fill({ ask, close: () => Promise.resolve() }, { users: 200, posts: 400, likes: 2_000, follows: 400 })
    listening = recorded(pglite)
    database = await valueOf(openDatabase({ pglite: listening.pglite }))
    const world = memoryWorld({ jobs: { byItself: false } })
    const audio = new MemoryAudio()
    const core = soundhub({
      ...world,
      ...world.files,
      unitOfWork: database.unitOfWork(noJobs),
      sessionReader: database.sessions,
      credentials: database.credentials,
      userQueries: database.users,
      postQueries: database.posts,
      commentQueries: database.comments,
      homeQueries: database.home,
      messageQueries: database.messages,
      searchQueries: database.search,
      audioSniffer: audio,
      audioDecoder: audio,
      audioEncoder: audio,
      stalePurgeChance: 0,
      mixLease: 10_000,
      maximumTrackMinutes: 1,
    })
    const { app } = house({ core })
    get = async (path, shown) => {
      const headers: Record<string, string> = shown === undefined ? {} : { Authorization: `Token ${shown}` }
      return (await app.request(path, { headers })).status
    }
    token = 'ab'.repeat(20)
    const now = world.clock.now()
    await pglite.query(
      `insert into sessions (digest, user_id, device, created_at, last_used_at, expires_at) values ($1, 1, '', $2, $2, $3)`,
      [world.digest.secret(token as never), new Date(now), new Date(now + DAYS_AWAY * 86_400_000)],
    )
  }, 120_000)
  afterAll(async () => {
    await database.close()
    await pglite.close()
  })

  const statementsOf = async (path: string, shown?: string): Promise<readonly string[]> => {
    const asked = await listening.during(async () => expect(await get(path, shown)).toBe(200))
    return asked.map(({ statement }) => statement)
  }

  it.each(PUBLIC)('%s asks once', async (path) => {
    expect(await statementsOf(path)).toHaveLength(1)
  })

  it.each([...PUBLIC, ...OWN])('%s asks once more for whose token it is', async (path) => {
    const [session, ...asked] = await statementsOf(path, token)
    expect(session).toContain('from sessions')
    expect(asked).toHaveLength(1)
  })
})
