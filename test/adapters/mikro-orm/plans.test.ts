import type { PGlite } from '@electric-sql/pglite'
import { noJobs } from './no-jobs.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { POST_ORDERS } from '#application/post/ports.ts'
import type { Cursor } from '#application/shared/page.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { IdempotencyKey } from '#domain/idempotency/idempotent-request.ts'
import type {
  ChangeId,
  CommentId,
  MailId,
  MessageId,
  PostId,
  ProposalId,
  SessionId,
  UserId,
} from '#domain/shared/id.ts'
import { after, DAY, instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { email, newChange, nickname } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { freshPglite } from '#test/databases/fresh.ts'
import { type Asked, recorded, type RecordedPglite } from '#test/databases/recorded-pglite.ts'

const USERS = 20_000
const POSTS = 20_000
const COMMENTS = 60_000
const MESSAGES = 60_000

/** What PostgreSQL's planner sees is the same on PGlite, where every statement passes through one function. */
const FILL = `
  insert into users (email, nickname, nickname_key, instruments, genres, origin, password_hash, created_at, activated_at,
      total_liked)
    select 'u' || n, 'u' || n, 'u' || n, '{Guitar}', '{Rock}', 'email', 'h', 'epoch'::timestamptz + n * interval '1 minute',
      case when n % 50 = 0 then null else now() end, n % 97 from generate_series(1, ${USERS}) n;
  insert into activation_keys (digest, purpose, user_id, issued_at, expires_at)
    select 'k' || id, 'activation', id, created_at, created_at + interval '2 days' from users;
  insert into sessions (digest, user_id, device, created_at, last_used_at, expires_at)
    select 's' || id, id, '', now(), now(), now() from users;
  insert into identities select 'google', 's' || id, id from users where activated_at is not null;
  insert into pending_changes (user_id, kind, password_hash, asked_at)
    select id, 'change', 'h', now() from users where activated_at is not null;
  insert into letters (kind, user_id, language, asked_at) select 'activation', id, 'en', now() from users;
  insert into posts (author_id, title, instruments, genres, bpm, track_path, track_format, track_bytes, track_sha256,
      track_frames, num_liked, created_at)
    select n, 't', array[(array['Vocal', 'Guitar', 'Bass', 'Drums', 'Keyboard'])[1 + n % 5]],
      array[(array['Pop', 'Rock', 'Jazz', 'HipHop'])[1 + n % 4]], 90, 'p' || n, 'mp3', 1, 'x', 1, n % 97,
      'epoch'::timestamptz + n * interval '1 second' from generate_series(1, ${POSTS}) n;
  insert into comments (post_id, author_id, instruments, track_path, track_format, track_bytes, track_sha256,
      track_frames, created_at)
    select 1 + n % ${POSTS}, 1 + n % ${USERS}, '{Bass}', 'c' || n, 'mp3', 1, 'x', 1,
      'epoch'::timestamptz + n * interval '1 second' from generate_series(1, ${COMMENTS}) n;
  insert into messages (sender_id, recipient_id, content, in_inbox, in_sent, created_at)
    select 1 + n % ${USERS}, 1 + (n * 7 + 1) % ${USERS}, 'm', n % 5 > 0, n % 7 > 0,
      'epoch'::timestamptz + n * interval '1 second' from generate_series(1, ${MESSAGES}) n
      where n % ${USERS} <> (n * 7 + 1) % ${USERS};
  insert into messages (sender_id, recipient_id, content, in_inbox, created_at)
    select 78, 77, 'm', n % 9 = 0, 'epoch'::timestamptz + n * interval '1 second' from generate_series(1, 5000) n;
  insert into idempotency_runs (user_id, key, fingerprint, attempt, begun_at)
    select 1 + n % ${USERS}, 'k' || n, 'f', 1, 'epoch'::timestamptz + n * interval '1 minute' from generate_series(1, 40000) n;
  insert into mixes (post_id, revision, attempt, stems, requested_at, state, finished_at)
    select id, 1, 1, array[id], created_at, 'rendered', created_at from posts;
  insert into mix_revisions (post_id, revision, stems, recipe, requested_at, finished_at, master_path, credits)
    select id, n, array[id], '{}', created_at, created_at, 'm' || n, array[id] from posts, generate_series(1, 3) n;
  insert into mix_proposals (post_id, proposed_by, stems, recipe, proposed_at, sound, attempt, master_path, recipe_id)
    select id, 1 + (id + n) % ${USERS}, array[id], '{}', created_at, case when n = 1 and id % 50 > 0 then 'rendered' else 'queued' end,
      case when n = 1 and id % 50 > 0 then null else 1 end, case when n = 1 and id % 50 > 0 then 'm' end, null
      from posts, generate_series(1, 2) n where n = 1 or id % 50 = 0;
  insert into likes (post_id, user_id, liked_at) select n, 1 + (n + step) % ${USERS}, now() + n * interval '1 second'
    from generate_series(1, ${POSTS}) n, generate_series(1, 3) step;
  insert into follows (follower_id, followed_id, followed_at) select n, 1 + (n + step) % ${USERS},
    now() + n * interval '1 second' from generate_series(1, ${USERS}) n, generate_series(1, 3) step;
  update mixes set state = 'requested', finished_at = null where post_id % 100 = 0;
`

/** The few numbers that stand for sets of words are read whole; there are never many. */
const isScan = (line: string): boolean => line.includes('Seq Scan') && !line.includes('_word_sets')

describe('Statements on full tables', () => {
  let pglite: PGlite
  let heard: RecordedPglite
  let database: MikroOrmDatabase
  let units: UnitOfWork
  beforeAll(async () => {
    pglite = await freshPglite()
    await pglite.exec(FILL)
    await pglite.exec('analyze')
    heard = recorded(pglite)
    database = await valueOf(openDatabase(heard))
    // Whatever is asked once a connection is over with.
    await valueOf(database.ping())
    units = database.unitOfWork(noJobs)
  }, 120_000)
  afterAll(async () => {
    await database.close()
    await pglite.close()
  })

  const statementsOf = async (ask: () => Outcome<unknown, unknown>): Promise<readonly Asked[]> =>
    (await heard.during(() => valueOf(ask()))).filter(({ statement }) => !/^\s*(savepoint|release)/.test(statement))
  const planOf = async ({ statement, parameters }: Asked): Promise<readonly string[]> => {
    const plan = await pglite.query<{ 'QUERY PLAN': string }>(`explain ${statement}`, [...parameters])
    return plan.rows.map((row) => row['QUERY PLAN'])
  }
  const scansOf = async (asked: Asked): Promise<readonly string[]> => (await planOf(asked)).filter(isScan)

  const cursors: readonly (Cursor | null)[] = [
    null,
    { direction: 'after', key: 50, id: 10_000 },
    { direction: 'before', key: 50, id: 10_000 },
  ]
  const pages = cursors.map((cursor) => ({ size: 10, cursor }))
  const filters = [
    { instruments: [], genres: [] },
    { instruments: ['Drums'], genres: ['Jazz', 'Pop'] },
    // Nobody plays it: no index of an order could stop early.
    { instruments: ['Other'], genres: [] },
  ] as const
  const queries: readonly (readonly [name: string, ask: () => Outcome<unknown>])[] = [
    ['SessionReader.byDigest', () => database.sessions.byDigest('s77' as SecretDigest)],
    ['CredentialReader.ofAddress', () => database.credentials.ofAddress(email(), 5)],
    ['UserQueries.byId', () => database.users.byId(77 as UserId)],
    ['UserQueries.detail', () => database.users.detail(77 as UserId)],
    ['PostQueries.byId', () => database.posts.byId(77 as PostId)],
    ['CommentQueries.byId', () => database.comments.byId(77 as CommentId)],
    ...pages.map((page) => ['CommentQueries.ofPost', () => database.comments.ofPost(77 as PostId, page)] as const),
    ...pages.map((page) => ['RevisionQueries.ofPost', () => database.revisions.ofPost(77 as PostId, page)] as const),
    ...pages.map((page) => ['ProposalQueries.ofPost', () => database.proposals.ofPost(77 as PostId, page)] as const),
    ['MediaIndex.named', () => database.mediaIndex.named(['user_77/Post_77/proposal_1.mp3' as MediaPath])],
    ['ProposalQueries.byId', () => database.proposals.byId(77 as ProposalId)],
    ['MessageQueries.byId', () => database.messages.byId('inbox', 77 as UserId, 77 as MessageId)],
    ...(['inbox', 'sent'] as const).flatMap((mailbox) =>
      pages.map(
        (page) =>
          [
            `MessageQueries.list ${mailbox} ${page.cursor?.direction ?? 'first'}`,
            () => database.messages.list(mailbox, 77 as UserId, page),
          ] as const,
      ),
    ),
    ...POST_ORDERS.flatMap((order) =>
      filters.flatMap((filter) =>
        pages.map(
          (page) =>
            [
              `PostQueries.list ${order} ${filter.instruments.join()} ${page.cursor?.direction ?? 'first'}`,
              () => database.posts.list({ order, ...filter, page }),
            ] as const,
        ),
      ),
    ),
  ]

  it.each(queries)('%s is one statement and reads no table from end to end', async (_, ask) => {
    const asked = await statementsOf(ask)
    expect(asked).toHaveLength(1)
    expect(await scansOf(asked[0]!)).toEqual([])
  })

  const steps: readonly (readonly [name: string, step: (all: Transaction) => Outcome<unknown, unknown>])[] = [
    ['users.ofAddress', ({ users }) => users.ofAddress(email())],
    ['users.verifiedByNickname', ({ users }) => users.verifiedByNickname(nickname())],
    ['users.removeStale', ({ users }) => users.removeStale(after(instant(0), 3 * DAY), 50)],
    ['users.remove', ({ users }) => users.remove([50 as UserId])],
    ['activationKeys.byDigest', ({ activationKeys }) => activationKeys.byDigest('k100' as SecretDigest)],
    ['activationKeys.ofUsers', ({ activationKeys }) => activationKeys.ofUsers([100 as UserId])],
    ['activationKeys.removeOfUser', ({ activationKeys }) => activationKeys.removeOfUser(150 as UserId)],
    ['identities.bySubject', ({ identities }) => identities.bySubject({ provider: 'google', subject: 's77' })],
    [
      'identities.add',
      ({ identities }) => identities.add({ provider: 'google', subject: 's77', userId: 77 as UserId }),
    ],
    ['pendingChanges.put', ({ pendingChanges }) => pendingChanges.put(newChange({ userId: 77 as UserId }))],
    ['pendingChanges.byId', ({ pendingChanges }) => pendingChanges.byId(78 as ChangeId)],
    ['pendingChanges.removeOfUser', ({ pendingChanges }) => pendingChanges.removeOfUser(79 as UserId)],
    ['queuedMails.byId', ({ queuedMails }) => queuedMails.byId(77 as MailId)],
    ['queuedMails.markSent', ({ queuedMails }) => queuedMails.markSent(77 as MailId, instant(0))],
    ['sessions.byDigest', ({ sessions }) => sessions.byDigest('s77' as SecretDigest)],
    ['sessions.ofUser', ({ sessions }) => sessions.ofUser(77 as UserId)],
    ['sessions.removeOfUser', ({ sessions }) => sessions.removeOfUser(78 as UserId, 7 as SessionId)],
    ['posts.ofAuthor', ({ posts }) => posts.ofAuthor(77 as UserId)],
    ['comments.ofAuthor', ({ comments }) => comments.ofAuthor(77 as UserId)],
    ['posts.byId', ({ posts }) => posts.byId(77 as PostId)],
    ['posts.remove', ({ posts }) => posts.remove(78 as PostId)],
    ['users.lock', ({ users }) => users.lock([77 as UserId, 78 as UserId])],
    ['users.lockWithRelations', ({ users }) => users.lockWithRelations(77 as UserId)],
    ['likes.has', ({ likes }) => likes.has(77 as PostId, 79 as UserId)],
    ['likes.remove', ({ likes }) => likes.remove(77 as PostId, 79 as UserId)],
    ['follows.has', ({ follows }) => follows.has(77 as UserId, 79 as UserId)],
    ['follows.remove', ({ follows }) => follows.remove(77 as UserId, 79 as UserId)],
    ['comments.ofPost', ({ comments }) => comments.ofPost(77 as PostId, [76 as CommentId])],
    ['messages.byId', ({ messages }) => messages.byId(77 as MessageId)],
    [
      'idempotentRequests.byName',
      ({ idempotentRequests }) => idempotentRequests.byName({ userId: 77 as UserId, key: 'k76' as IdempotencyKey }),
    ],
    [
      'idempotentRequests.removeStartedUntil',
      ({ idempotentRequests }) => idempotentRequests.removeStartedUntil(after(instant(0), DAY), 20),
    ],
    ['mixes.waiting', ({ mixes }) => mixes.waiting(instant(0), 20)],
    ['mixRevisions.byRecipeId', ({ mixRevisions }) => mixRevisions.byRecipeId(77 as PostId, 'a')],
    ['mixRevisions.hasMaster', ({ mixRevisions }) => mixRevisions.hasMaster(77 as PostId, 'm2' as MediaPath)],
    ['mixRevisions.withdraw', ({ mixRevisions }) => mixRevisions.withdraw(77 as PostId, [77 as CommentId])],
    ['mixProposals.byId', ({ mixProposals }) => mixProposals.byId(77 as ProposalId)],
    ['mixProposals.countOpen', ({ mixProposals }) => mixProposals.countOpen(77 as PostId, 77 as UserId)],
    ['mixProposals.queued', ({ mixProposals }) => mixProposals.queued(100 as PostId)],
    ['mixProposals.waiting', ({ mixProposals }) => mixProposals.waiting(instant(0), 20)],
    ['mixProposals.byRecipeId', ({ mixProposals }) => mixProposals.byRecipeId(77 as PostId, 'a')],
    ['mixProposals.hasMaster', ({ mixProposals }) => mixProposals.hasMaster(77 as PostId, 'm' as MediaPath)],
    ['mixProposals.withdraw', ({ mixProposals }) => mixProposals.withdraw(77 as PostId, [77 as CommentId])],
    ['mixProposals.removeOf', ({ mixProposals }) => mixProposals.removeOf(77 as UserId)],
  ]

  it.each(steps)('%s reads no table from end to end', async (_, step) => {
    const asked = await statementsOf(() => units.run(step))
    expect(asked.length).toBeGreaterThan(0)
    for (const statement of asked) expect(await scansOf(statement)).toEqual([])
  })

  it.each(['inbox', 'sent'] as const)(
    'reads a full box in order from its index, deleted copies left out: %s',
    async (mailbox) => {
      const owner = (mailbox === 'inbox' ? 77 : 78) as UserId
      const [asked] = await statementsOf(() => database.messages.list(mailbox, owner, { size: 10, cursor: null }))
      const plan = (await planOf(asked!)).join('\n')
      expect(plan).toContain(`Index Scan Backward using messages_${mailbox}_idx`)
      expect(plan).not.toMatch(/Sort|Filter/)
    },
  )

  it('finds the stale among many active users, and takes no longer for those', async () => {
    const removed = await valueOf(units.run(({ users }) => users.removeStale(after(instant(0), 10 * DAY), 30)))
    expect(removed).toBe(30)
  })
})
