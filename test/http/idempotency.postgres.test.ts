import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpApp } from '#adapters/http/dependencies.ts'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { DAY } from '#domain/shared/instant.ts'
import { type House, house } from '#test/adapters/http/house.ts'
import { portsOf } from '#test/adapters/mikro-orm/ports-of.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type FreshDatabase, freshDatabase } from '#test/databases/fresh.ts'
import { type Statements, statementsOn } from '#test/databases/statements.ts'

const CONCURRENCY = 16
const PASSWORD = 'seven-strings'

type Sent = { readonly path: string; readonly body: () => FormData; readonly table: 'posts' | 'comments' | 'messages' }

const sound = waveFile({ channels: [tone(440, 480, 0.5)], sample: 'pcm16' })

const form = (fields: Readonly<Record<string, string>>, file?: string): FormData => {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields)) made.append(name, value)
  if (file !== undefined) made.append(file, new Blob([new Uint8Array(sound)]), 'sound.wav')
  return made
}

describe('What is sent many times at once under one key, on PostgreSQL', () => {
  let fresh: FreshDatabase
  let statements: Statements
  let database: MikroOrmDatabase
  let app: HttpApp
  let world: House['world']
  const tokens: string[] = []

  beforeAll(async () => {
    fresh = await freshDatabase()
    statements = await statementsOn(fresh.url)
    database = await valueOf(openDatabase({ databaseUrl: fresh.url }))
    const { core, ...made } = house({ ports: portsOf(database) })
    ;({ app, world } = made)
    for (const name of ['ann', 'bob']) {
      const account = { email: `${name}@example.org`, password: PASSWORD }
      await valueOf(core.accounts.createStaff({ ...account, nickname: name }))
      const caller = { client: name, language: 'en', device: 'a phone' } as const
      tokens.push((await valueOf(core.accounts.logIn(account, caller))).token)
    }
    const post = form({ title: 'Blue', instrument: 'Guitar', genre: 'Rock' }, 'author_track')
    await app.request('/post', { method: 'POST', body: post, headers: { Authorization: `Token ${tokens[0]}` } })
  })

  afterAll(async () => {
    await database.close()
    await statements.close()
    await fresh.drop()
  })

  const send = async ({ path, body }: Sent, key: string, who = 0): Promise<Response> =>
    app.request(path, {
      method: 'POST',
      body: body(),
      headers: { Authorization: `Token ${tokens[who]}`, 'Idempotency-Key': key },
    })
  const rowsOf = async ({ table }: Sent) => (await statements.ask(`select id from ${table}`)).length

  const ALL: readonly (readonly [string, Sent])[] = [
    [
      'a post',
      {
        path: '/post',
        body: () => form({ title: 'Red', instrument: 'Guitar', genre: 'Rock' }, 'author_track'),
        table: 'posts',
      },
    ],
    [
      'a comment',
      { path: '/post/1/comments', body: () => form({ instrument: 'Bass' }, 'comment_track'), table: 'comments' },
    ],
    ['a message', { path: '/message', body: () => form({ to_user: '2', content: 'bass?' }), table: 'messages' }],
  ]

  it.each(ALL)('%s is made once, and whoever was told of it was told the same', async (_, sent) => {
    const before = await rowsOf(sent)
    const answers = await Promise.all(Array.from({ length: CONCURRENCY }, () => send(sent, sent.table)))
    const made = answers.filter(({ status }) => status === 201)
    const waiting = answers.filter(({ status }) => status === 409)
    expect([made.length > 0, made.length + waiting.length]).toEqual([true, CONCURRENCY])
    const bodies = await Promise.all(made.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    expect(await rowsOf(sent)).toBe(before + 1)
    const again = await send(sent, sent.table)
    expect([again.status, again.headers.get('Idempotency-Replayed'), await again.text()]).toEqual([
      201,
      'true',
      bodies[0],
    ])
    expect(world.files.staged()).toEqual([])
  })

  it('of different things under one key at once one is made, and the others are told', async () => {
    const answers = await Promise.all(
      Array.from({ length: CONCURRENCY }, (_, nth) =>
        send({ ...ALL[2]![1], body: () => form({ to_user: '2', content: `bass ${nth}?` }) }, 'many'),
      ),
    )
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other)
    expect(statuses).toEqual([201, ...Array.from({ length: CONCURRENCY - 1 }, () => 422)])
  })

  it('it is each user’s own key, and is made anew a day later', async () => {
    const [, message] = ALL[2]!
    const before = await rowsOf(message)
    const toAnn = { ...message, body: () => form({ to_user: '1', content: 'bass?' }) }
    expect((await send(toAnn, 'messages', 1)).status).toBe(201)
    expect((await send(message, 'messages')).headers.get('Idempotency-Replayed')).toBe('true')
    expect(await rowsOf(message)).toBe(before + 1)
    world.clock.advance(DAY)
    const anew = await send(message, 'messages')
    expect([anew.status, anew.headers.get('Idempotency-Replayed')]).toEqual([201, null])
    expect(await rowsOf(message)).toBe(before + 2)
    expect(await statements.ask('select key from idempotency_runs')).toEqual([{ key: 'messages' }])
  })
})
