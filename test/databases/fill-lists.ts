import type { Statements } from './statements.ts'

/** Enough for a planner to mind. */
export const LIST_ROWS = 20_000

/** So many rows have a rare word, and half of them two, however many rows there are: a page of them is as full among many. */
const RARE_ROWS = 200

const words = (rows: number): string => `
  case when n % ${rows / RARE_ROWS} = 0 then '{Other}'::text[] when n % 3 = 0 then '{Vocal,Guitar}'::text[]
    else array[(array['Guitar', 'Bass', 'Drums', 'Keyboard'])[1 + n % 4]] end,
  case when n % ${(2 * rows) / RARE_ROWS} = 0 then '{Classic}'::text[]
    else array[(array['Pop', 'Rock', 'Jazz', 'HipHop', 'Electronic'])[1 + n % 5]] end`

const TRACK = `'mp3', 4000000, 'a1', 8640000`

const users = (rows: number): string => `
  insert into users (email, nickname, nickname_key, instruments, genres, origin, password_hash, created_at, activated_at,
    total_liked, num_followers)
  select 'user' || n || '@example.org', 'User ' || n, 'user ' || n, ${words(rows)}, 'email', 'hash',
    timestamptz '2026-01-01' + n * interval '1 second', case when n % 10 < 9 then timestamptz '2026-02-01' end,
    n % 97, n % 53
  from generate_series(1, ${rows}) n`

const posts = (rows: number): string => `
  insert into posts (author_id, title, instruments, genres, bpm, track_path, track_format, track_bytes, track_sha256,
    track_frames, num_liked, created_at)
  select n, 'Song ' || n, ${words(rows)}, 90, 'p' || n, ${TRACK}, n % 97,
    timestamptz '2026-06-01' + (n - ${rows / 2}) * interval '1 second'
  from generate_series(1, ${rows}) n`

/** Three a post. */
const comments = (rows: number): string => `
  insert into comments (post_id, author_id, instruments, track_path, track_format, track_bytes, track_sha256,
    track_frames, created_at)
  select 1 + n % ${rows}, 1 + (n * 7) % ${rows}, '{Bass}', 'c' || n, ${TRACK},
    timestamptz '2026-06-01' + n * interval '1 second'
  from generate_series(1, ${3 * rows}) n`

/** The first post has a thousand comments, and the first user as many messages in either box. */
const longLists = `
  insert into comments (post_id, author_id, instruments, track_path, track_format, track_bytes, track_sha256,
    track_frames, created_at)
  select 1, 1 + n, '{Bass}', 'd' || n, ${TRACK}, timestamptz '2026-07-01' + n * interval '1 second'
  from generate_series(1, 1000) n;
  insert into messages (sender_id, recipient_id, content, in_inbox, in_sent, created_at)
  select case when n % 2 = 0 then 1 else n end, case when n % 2 = 0 then n else 1 end, 'm', true, true,
    timestamptz '2026-07-01' + n * interval '1 second'
  from generate_series(2, 2001) n`

/** What is shown around a post and a user, or found by it; as many titles as rare words have a word that few have. */
const around = (rows: number): readonly string[] => [
  `insert into searched_titles (post_id, key)
  select n, case when n % ${rows / RARE_ROWS} = 7 then '잊힌 봄 ' else 'song ' end || n from generate_series(1, ${rows}) n`,
  `insert into mixes (post_id, revision, attempt, stems, requested_at, state, finished_at)
  select id, 1, 1, array[id], created_at, 'rendered', created_at from posts where id % 2 = 0`,
  `insert into messages (sender_id, recipient_id, content, in_inbox, in_sent, created_at)
  select 1 + n % ${rows}, 1 + (n + 1) % ${rows}, 'm', true, true, timestamptz '2026-06-01' + n * interval '1 second'
  from generate_series(1, ${rows}) n`,
  `insert into likes (post_id, user_id, liked_at)
  select n, 1 + (n * 3) % ${rows}, timestamptz '2026-06-01' + n * interval '1 second'
  from generate_series(1, ${rows}) n`,
  `insert into follows (follower_id, followed_id, followed_at)
  select n, 1 + n % ${rows}, timestamptz '2026-06-01' + n * interval '1 second' from generate_series(1, ${rows}) n`,
]

/** Fills a migrated, empty database, and tells the planner what is in it. As many users as posts. */
export const fillLists = async (
  { ask }: Statements,
  rows: number,
  how: 'with all around' | 'posts and users alone' = 'with all around',
): Promise<void> => {
  // To be found by parts of their names takes longer than all the rest.
  if (how === 'posts and users alone') await ask('alter table users disable trigger users_search_added')
  await ask(users(rows))
  await ask(posts(rows))
  if (how === 'with all around')
    for (const statement of [comments(rows), ...around(rows), ...longLists.split(';')]) await ask(statement)
  await ask('vacuum analyze')
}
