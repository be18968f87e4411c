import type { Statements } from '#test/databases/statements.ts'

export const [USERS, POSTS] = [2_000, 20_000]

/** How many there are of each; comments are three times the posts. */
export type Size = { readonly users: number; readonly posts: number; readonly likes: number; readonly follows: number }

const WHOLE: Size = { users: USERS, posts: POSTS, likes: 100_000, follows: 20_000 }

/** Comments of the posts whose id leaves 0, 1, 2 and 3 when it is divided by 4: 3 on average. */
const COMMENTS_OF = [5, 4, 2, 1]

/** Posts with five comments. */
export const isFiveFold = (id: number): boolean => id % 4 === 0

const TRACK = `'mp3', 4000000, repeat('a1', 32), 8640000`

/** Every second post is mixed, out of its first two comments. */
const fillOf = ({ users, posts, likes, follows }: Size): readonly string[] => [
  `insert into users (email, nickname, nickname_key, instruments, genres, origin, password_hash, created_at, activated_at)
  select 'player' || n || '@example.org', 'Player ' || n, 'player ' || n,
    case when n % 3 = 0 then '{Vocal,Guitar}'::text[] else array[(array['Guitar', 'Bass', 'Drums'])[1 + n % 3]] end,
    array[(array['Pop', 'Rock', 'Jazz', 'HipHop'])[1 + n % 4]], 'email', 'hash',
    timestamptz '2026-01-01' + n * interval '1 minute', timestamptz '2026-01-02' + n * interval '1 minute'
  from generate_series(1, ${users}) n`,
  `insert into posts (author_id, title, instruments, genres, bpm, track_path, track_format, track_bytes, track_sha256,
    track_frames, master_path, created_at)
  select author, 'Song ' || n, array[(array['Vocal', 'Guitar', 'Bass', 'Drums', 'Keyboard'])[1 + n % 5]],
    array[(array['Pop', 'Rock', 'Jazz', 'HipHop'])[1 + n % 4]], 60 + n % 120,
    'user_' || author || '/Post_' || n || '/author_track.mp3', ${TRACK},
    case when n % 2 = 0 then 'user_' || author || '/Post_' || n || '/master_1.mp3' end,
    timestamptz '2026-02-01' + n * interval '1 minute'
  from (select n, 1 + n % ${users} as author from generate_series(1, ${posts}) n) numbered order by n`,
  `insert into comments (post_id, author_id, instruments, track_path, track_format, track_bytes, track_sha256,
    track_frames, created_at)
  select post, 1 + (post + 7 * k) % ${users}, array[(array['Bass', 'Drums', 'Vocal', 'Guitar', 'Keyboard'])[k]],
    'user_' || (1 + post % ${users}) || '/Post_' || post || '/comment_' || k || '.mp3', ${TRACK},
    timestamptz '2026-03-01' + post * interval '1 minute' + k * interval '1 second'
  from generate_series(1, ${posts}) post, generate_series(1, (array[${COMMENTS_OF.join()}])[1 + post % 4]) k
  order by post, k`,
  `insert into mixes (post_id, revision, attempt, stems, requested_at, state, finished_at)
  select p.id, 1, 1, array(select id from comments c where c.post_id = p.id order by created_at limit 2),
    p.created_at, 'rendered', p.created_at from posts p where p.id % 2 = 0`,
  // By steps that meet no pair twice.
  `insert into likes (post_id, user_id, liked_at)
  select 1 + (one * 331 + (n / ${users}) * 397) % ${posts}, 1 + one, timestamptz '2026-04-01' + n * interval '1 second'
  from (select n, n % ${users} as one from generate_series(0, ${likes} - 1) n) liking`,
  `insert into follows (follower_id, followed_id, followed_at)
  select 1 + one, 1 + (one + 1 + (n / ${users}) * 97) % ${users}, timestamptz '2026-04-01' + n * interval '1 second'
  from (select n, n % ${users} as one from generate_series(0, ${follows} - 1) n) following`,
]

/** Fills a migrated, empty database, and tells the planner what is in it. */
export const fill = async ({ ask }: Statements, size: Size = WHOLE): Promise<void> => {
  for (const statement of fillOf(size)) await ask(statement)
  await ask('vacuum analyze')
}
