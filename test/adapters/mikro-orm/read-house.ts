import { valueOf } from '#adapters/testing/contracts/subject.ts'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { house } from '#test/adapters/http/house.ts'
import { DAY } from '#domain/shared/instant.ts'
import type { Statements } from '#test/databases/statements.ts'
import { portsOf } from './ports-of.ts'

const DAYS_AWAY = 400

/** What anybody may read, short and long. */
export const PUBLIC = [
  '/user',
  '/user?ordering=nickname&instrument=Guitar&page_size=100',
  '/user/1',
  '/post',
  '/post?page_size=100&ordering=-num_liked&genre=Rock',
  '/post/4',
  '/post/4/comments?page_size=100',
  '/post/4/mixes',
  '/post/4/proposals',
  '/post/comment/1',
  '/home',
  '/home/genre/Rock',
  '/home/instrument/Guitar',
  '/search?keyword=Song',
]

/** What one reads of one's own. */
export const OWN = ['/message/inbox', '/message/sent', '/user/sessions']

/** What lies at a path, for whoever has the token. */
export type Get = (path: string, token?: string) => Promise<Response>

/** The HTTP edge over a database that is only read, and a token of its first user. */
export const readHouse = async (
  database: MikroOrmDatabase,
  { ask }: Pick<Statements, 'ask'>,
): Promise<{ readonly get: Get; readonly token: string }> => {
  const { app, world } = house({ ports: portsOf(database) })
  const token = 'ab'.repeat(20)
  const now = world.clock.now()
  await ask(
    `insert into sessions (digest, user_id, device, created_at, last_used_at, expires_at) values ($1, 1, '', $2, $2, $3)`,
    [await valueOf(world.digest.secret(token as never)), new Date(now), new Date(now + DAYS_AWAY * DAY)],
  )
  const get: Get = async (path, shown) =>
    app.request(path, { headers: shown === undefined ? {} : { Authorization: `Token ${shown}` } })
  return { get, token }
}
