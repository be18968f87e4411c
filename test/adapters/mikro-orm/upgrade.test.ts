import { Migrator } from '@mikro-orm/migrations'
import { MikroORM as PgliteMikroORM } from '@mikro-orm/pglite'
import { MikroORM } from '@mikro-orm/postgresql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { MIGRATIONS, MIGRATIONS_TABLE } from '#adapters/mikro-orm/migrations/migrations.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { pgliteDialect } from '#adapters/mikro-orm/pglite-dialect.ts'
import { parseKeyword } from '#application/search/search.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { digestOf, emailOf, nicknameOf, NOON, secret } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { type Place, PLACES } from '#test/databases/places.ts'
import { noJobs } from './no-jobs.ts'

/** The database as a server left it that knew the first migrations only. */
const migrateAsFarAs = async ({ place }: Place, count: number): Promise<void> => {
  const settings = {
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: {
      migrationsList: MIGRATIONS.slice(0, count),
      tableName: MIGRATIONS_TABLE,
      disableForeignKeys: false,
      snapshot: false,
      silent: true,
    },
    logger: () => undefined,
  }
  if (!('pglite' in place || 'databaseUrl' in place)) throw new Error('nobody knows where that is')
  const orm =
    'pglite' in place
      ? await PgliteMikroORM.init({ ...settings, dbName: 'postgres', driverOptions: () => pgliteDialect(place.pglite) })
      : await MikroORM.init({ ...settings, clientUrl: place.databaseUrl })
  await orm.migrator.up()
  await orm.close(true)
}

const [KEY, TOKEN] = [digestOf(secret()), digestOf(secret())]
const AT = new Date(NOON).toISOString()
const LATER = new Date(NOON + 60_000).toISOString()

const ROWS_OF_THE_FIRST = [
  `insert into users (email, nickname, nickname_key, instruments, genres, password_hash, created_at, activated_at,
    last_login_at) values
    ('active@example.org', 'Äctive', 'äctive', '{Guitar}', '{Rock}', 'hash one', '${AT}', '${LATER}', '${LATER}'),
    ('both@example.org', 'zoe', 'zoe', '{Guitar}', '{}', 'hash two', '${AT}', '${LATER}', null),
    ('both@example.org', 'zoe', 'zoe', '{Bass}', '{Jazz}', 'hash three', '${AT}', null, null),
    ('out@example.org', 'Out', 'out', '{Bass}', '{}', 'hash four', '${AT}', '${LATER}', null),
    ('out@example.org', 'Out', 'out', '{Bass}', '{}', 'hash five', '${AT}', null, null),
    ('mi@example.org', 'Mi’Lo', 'mi’lo', '{Drums}', '{}', 'hash six', '${AT}', '${LATER}', null),
    ('mj@example.org', 'MIIo', 'miio', '{Drums}', '{}', 'hash', '${AT}', '${LATER}', null),
    ('mk@example.org', 'mi''lo', 'mi''lo', '{Drums}', '{}', 'hash', '${AT}', '${LATER}', null),
    ('ml@example.org', 'Мllo', 'мllo', '{Drums}', '{}', 'hash', '${AT}', '${LATER}', null)`,
  `insert into activation_keys (digest, user_id, issued_at, expires_at) values ('${KEY}', 3, '${AT}', '${LATER}')`,
  `insert into sessions (digest, user_id, created_at, last_used_at, expires_at)
    values ('${TOKEN}', 1, '${AT}', '${AT}', '${LATER}')`,
  `insert into posts (author_id, title, instruments, genres, track_path, track_format, track_bytes, track_sha256,
    track_frames, created_at) values (1, 'Été 봄밤', '{Guitar}', '{Rock}', 'p', 'mp3', 1, 'x', 1, '${AT}'),
    (2, 'L’‘Été’', '{Guitar}', '{Rock}', 'q', 'mp3', 1, 'x', 1, '${AT}')`,
  `insert into comments (id, post_id, author_id, instruments, track_path, track_format, track_bytes, track_sha256,
    track_frames, created_at) values (7, 1, 2, '{Bass}', 'c', 'mp3', 1, 'x', 1, '${AT}'),
    (9, 1, 1, '{Bass}', 'd', 'mp3', 1, 'x', 1, '${AT}')`,
  `update posts set master_path = 'user_1/Post_1/master_r3_a1.mp3' where id = 1`,
  `insert into mixes (post_id, revision, attempt, stems, requested_at, state, finished_at) values
    (1, 3, 1, '{7,9}', '${AT}', 'rendered', '${LATER}'), (2, 1, 0, '{}', '${AT}', 'requested', null)`,
]

describe.each(PLACES)('A database of the first migration on %s', (_, make) => {
  let old: Place
  let database: MikroOrmDatabase
  let units: UnitOfWork
  beforeAll(async () => {
    old = await make('empty')
    await migrateAsFarAs(old, 1)
    for (const statement of ROWS_OF_THE_FIRST) await old.statements.ask(statement)
    database = await valueOf(openDatabase(old.place))
    units = database.unitOfWork(noJobs)
  })
  afterAll(async () => {
    await database.close()
    await old.end()
  })

  const mixOf = (id: number) => valueOf(units.run(({ mixes }) => mixes.ofPost(id as PostId)))
  /** As a server of the version before asks for a mix. */
  const askForMix = (stems: string, revision: number) =>
    old.statements.ask(`insert into mixes (post_id, revision, attempt, stems, requested_at, state, finished_at)
      values (1, ${revision}, 0, '${stems}', '${AT}', 'requested', null) on conflict (post_id) do update set
      revision = excluded.revision, attempt = 0, stems = excluded.stems, state = excluded.state, finished_at = null`)

  it('is brought up to date', async () => {
    expect(await valueOf(database.isMigrated())).toBe(false)
    await valueOf(database.migrate())
    expect(await valueOf(database.isMigrated())).toBe(true)
  })

  it('counts those who were there already', async () => {
    const guitars = await valueOf(database.home.ofWord({ kind: 'instrument', word: 'Guitar' }))
    const basses = await valueOf(database.home.ofWord({ kind: 'instrument', word: 'Bass' }))
    expect([guitars.totalUsers, basses.totalUsers]).toEqual([2, 1])
  })

  it('finds those who were there already, and what they posted', async () => {
    const titled = await valueOf(database.search.search(parseKeyword('ÉTÉ 봄')._unsafeUnwrap()))
    expect(titled.postsByTitle).toMatchObject([{ title: 'Été 봄밤' }])
    const named = await valueOf(database.search.search(parseKeyword('äCT')._unsafeUnwrap()))
    expect([named.users, named.postsByAuthor]).toMatchObject([[{ nickname: 'Äctive' }], [{ title: 'Été 봄밤' }]])
  })

  it('keeps everybody: all of them signed up by mail, and nobody is staff or suspended', async () => {
    const users = await valueOf(units.run((all) => all.users.ofAddress(emailOf('both@example.org'))))
    const shared = { email: 'both@example.org', nickname: 'zoe', origin: 'email', createdAt: NOON }
    expect(users).toStrictEqual([
      {
        ...shared,
        id: 2,
        instruments: ['Guitar'],
        genres: [],
        passwordHash: 'hash two',
        state: 'active',
        activatedAt: NOON + 60_000,
        lastLoginAt: null,
        isStaff: false,
        picture: null,
        background: null,
      },
      {
        ...shared,
        id: 3,
        instruments: ['Bass'],
        genres: ['Jazz'],
        passwordHash: 'hash three',
        state: 'pending',
        subject: null,
      },
    ])
  })

  it('keeps links that were mailed and sessions that are open', async () => {
    expect(await valueOf(units.run(({ activationKeys }) => activationKeys.byDigest(KEY)))).toStrictEqual({
      digest: KEY,
      purpose: 'activation',
      userId: 3,
      changeId: null,
      issuedAt: NOON,
      expiresAt: NOON + 60_000,
    })
    expect(await valueOf(database.sessions.byDigest(TOKEN))).toMatchObject({ id: 1, userId: 1, device: '' })
  })

  it('still lets one proved user have an address or a nickname, also once that one is suspended', async () => {
    await old.statements.ask(`update users set suspended_at = '${LATER}' where id = 4`)
    const activation = `update users set activated_at = '${LATER}' where id = 5`
    await expect(old.statements.ask(activation)).rejects.toThrow('users_proved_email_key')
    const free = nicknameOf('OUT')
    const namesake = await valueOf(units.run(({ users }) => users.verifiedByNickname(free)))
    expect(namesake).toMatchObject({ id: 4, state: 'suspended', suspendedAt: NOON + 60_000 })
    const renamed = units.run(({ users }) =>
      users.setProfile(1 as UserId, { nickname: free, instruments: ['Guitar'], genres: [] }),
    )
    expect(await refusalOf(renamed)).toEqual({ type: 'NicknameTaken', nickname: free })
  })

  it('lets all keep their names who looked alike already, and nobody else take one', async () => {
    const names = await old.statements.ask<{ nickname: string; nickname_twin: number }>(
      'select nickname, nickname_twin from users where id > 5 order by id',
    )
    expect(names).toEqual([
      { nickname: 'Mi’Lo', nickname_twin: 0 },
      { nickname: 'MIIo', nickname_twin: 0 },
      { nickname: "mi'lo", nickname_twin: 8 },
      { nickname: 'Мllo', nickname_twin: 9 },
    ])
    const profile = { instruments: ['Bass'], genres: [] } as const
    const rename = (id: number, nickname: string) =>
      units.run(({ users }) => users.setProfile(id as UserId, { nickname: nicknameOf(nickname), ...profile }))
    await valueOf(rename(9, 'Мllo'))
    expect(await refusalOf(rename(1, 'Milo'))).toMatchObject({ type: 'NicknameTaken' })
    // Whoever leaves a shared name has no further one.
    await valueOf(rename(9, 'Somebody'))
    expect(await refusalOf(rename(9, 'Мllo'))).toMatchObject({ type: 'NicknameTaken' })
    expect(await refusalOf(rename(9, 'Mi’lo'))).toMatchObject({ type: 'NicknameTaken' })
  })

  it('finds a name or a title with a typographic mark by a plain one', async () => {
    const found = await valueOf(database.search.search(parseKeyword("i'l")._unsafeUnwrap()))
    expect(found.users.map(({ nickname }) => nickname)).toEqual(["mi'lo", 'Mi’Lo'])
    const titled = await valueOf(database.search.search(parseKeyword("'été'")._unsafeUnwrap()))
    expect(titled.postsByTitle).toMatchObject([{ title: 'L’‘Été’' }])
  })

  it('takes a sign-up from a server of the version before, which knows no skeletons', async () => {
    await old.statements
      .ask(`insert into users (email, nickname, nickname_key, instruments, genres, origin, password_hash,
      created_at) values ('old@example.org', 'Old', 'old', '{Bass}', '{}', 'email', 'hash', '${AT}')`)
    const row = await old.statements.ask(`select nickname_skeleton from users where email = 'old@example.org'`)
    expect(row).toEqual([{ nickname_skeleton: 'old' }])
  })

  it('keeps mixes, whose comments are in them as they were recorded', async () => {
    const shared = { recipeId: null, requestedAt: NOON }
    expect(await mixOf(1)).toStrictEqual({
      ...shared,
      postId: 1,
      revision: 3,
      attempt: 1,
      recipe: defaultRecipe([7 as CommentId, 9 as CommentId]),
      state: 'rendered',
      finishedAt: NOON + 60_000,
      master: null,
    })
    const waiting = { ...shared, postId: 2, revision: 1, attempt: 0, state: 'requested' }
    expect(await mixOf(2)).toStrictEqual({ ...waiting, recipe: defaultRecipe([]) })
  })

  it('keeps the masters that were rendered as revisions, with who is heard in them', async () => {
    const revisions = (await valueOf(database.revisions.ofPost(1 as PostId, { size: 10, cursor: null })))!.rows
    expect(revisions).toMatchObject([
      {
        revision: 3,
        state: 'playable',
        master: 'user_1/Post_1/master_r3_a1.mp3',
        recipe: defaultRecipe([7 as CommentId, 9 as CommentId]),
        measured: null,
        credits: [1, 2],
        finishedAt: NOON + 60_000,
        isCurrent: true,
      },
    ])
    expect((await valueOf(database.revisions.ofPost(2 as PostId, { size: 10, cursor: null })))!.rows).toEqual([])
  })

  it('takes a mix from a server of the version before, which knows no recipes', async () => {
    const [seven, eight] = [7 as CommentId, 8 as CommentId]
    const base = { postId: 1 as PostId, revision: 4, recipeId: 'a'.repeat(64), requestedAt: NOON, attempt: 1 }
    const asked = defaultRecipe([seven, eight])
    const recipe = { ...asked, author: { ...asked.author, mute: true } }
    const master = { loudness: -1400, truePeak: -100, frames: 48_000, limiter: null }
    const rendered = { ...base, recipe, state: 'rendered', finishedAt: NOON, master } as const
    await valueOf(units.run(({ mixes }) => mixes.save(rendered)))
    expect(await mixOf(1)).toStrictEqual(rendered)
    await askForMix('{8,7}', 5)
    expect(await mixOf(1)).toMatchObject({ revision: 5, state: 'requested', recipe })
    await askForMix('{8}', 6)
    expect(await mixOf(1)).toMatchObject({ revision: 6, recipeId: null, recipe: defaultRecipe([eight]) })
  })

  it('sorts nicknames by their characters, whatever the locale', async () => {
    const sorted = await old.statements.ask(`select collation_name from information_schema.columns
      where table_schema = 'public' and table_name = 'users' and column_name = 'nickname_key'`)
    expect(sorted).toEqual([{ collation_name: 'C' }])
  })

  it('wants from new rows what it gave to old ones', async () => {
    const given = await old.statements.ask<{ column_name: string }>(`select column_name from information_schema.columns
      where table_schema = 'public' and column_default is not null and is_identity = 'NO'
        and table_name in ('users', 'activation_keys', 'sessions') order by column_name`)
    expect(given.map(({ column_name }) => column_name)).toEqual([
      'is_staff',
      'nickname_twin',
      'num_followers',
      'num_followings',
      'total_liked',
    ])
  })
})
