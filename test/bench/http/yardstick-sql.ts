/**
 * The bodies of the measured answers, byte for byte, as PostgreSQL builds them. Rows and arrays become JSON without a
 * space by `row_to_json` and `array_to_json`; what has keys of its own choosing is put together as text.
 */
const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const author = (table: string): string =>
  `(select one from (select ${table}.id, ${table}.nickname, null as profile_img) one) as author`

const INSTRUMENTS = ['Vocal', 'Guitar', 'Bass', 'Drums', 'Keyboard', 'Other']

const byInstrument = (which: string): string => {
  const lists = INSTRUMENTS.map(
    (word) =>
      `coalesce(',"${word}":[' || string_agg(json, ',') filter (where ${which} and '${word}' = any(played)) || ']', '')`,
  )
  return `('{' || substr(${lists.join(' || ')}, 2) || '}')::json`
}

/** No track of the filled database is ingested. */
const TRACK = `(select one from (select 'processing' as status, 48000 as sample_rate, null as length_samples, null as headroom,
  null as loudness_lufs, null as loudness_range_lu, null as true_peak_dbtp, null as alignment, null as stem,
  null as waveform) one) as track`

const COMMENTS = `
  select ${byInstrument('mixed')} as mixed_tracks, ${byInstrument('true')} as comment_tracks
  from (
    select row_to_json(comment)::text as json, comment.is_mixed as mixed, comment.instruments as played
    from (
      select c.id, ${author('a')}, p.title as post, coalesce(c.id = any(m.stems), false) as is_mixed,
        c.track_path as comment_track, ${TRACK}, array_to_string(c.instruments, ', ') as instrument, c.instruments,
        ${iso('c.created_at')} as created_date
      from comments c join users a on a.id = c.author_id where c.post_id = p.id order by c.created_at, c.id
    ) comment
  ) written`

const SETTINGS = '0 as gain_db, 0 as pan, 0 as offset_ms, false as mute, false as solo'

const RECIPE = `(select one from (select (select one from (select ${SETTINGS}) one) as author,
  array(select one from (select comment, ${SETTINGS} from unnest(m.stems) comment) one) as stems,
  (select one from (select -14 as loudness_lufs, -1 as ceiling_dbtp) one) as master) one) as recipe`

const MIX = `
  case when m.post_id is not null then (select one from (
    select m.revision, 'done' as status, 100 as progress, ${iso('m.finished_at')} as finished_at, m.stems as comments,
      ${RECIPE}, null as id, null as loudness_lufs, null as true_peak_dbtp, null as length_samples, null as limiter,
      ${iso('m.requested_at')} as requested_at) one) end as mix`

const post = (chosen: string): string => `
  select p.id, p.title, ${author('u')}, null as post_img, array_to_string(p.instruments, ', ') as instrument,
    array_to_string(p.genres, ', ') as genre, p.instruments, p.genres, p.bpm, array(select user_id from likes l where l.post_id = p.id order by liked_at desc, user_id desc limit 100) as liked, p.num_liked,
    p.num_comments, ${iso('p.created_at')} as created_date, p.track_path as author_track, ${TRACK}, p.master_path as master_track,
    told.mixed_tracks, told.comment_tracks, ${MIX}
  from (${chosen}) p
  join users u on u.id = p.author_id
  left join mixes m on m.post_id = p.id
  cross join lateral (${COMMENTS}) told`

const json = (rows: string): string => `array_to_json(array(select row_to_json(one) from (${rows}) one))`

const PAGE = 10

const cursorAfter = (place: string): string =>
  `'http://localhost/post?cursor=' || replace(rtrim(translate(encode(convert_to('after.' || ${place}, 'UTF8'), 'base64'), '+/', '-_'), '='), E'\\n', '')`

const POST_LIST = `
  select '{"results":' || ${json(`${post(`select * from posts order by created_at desc, id desc limit ${PAGE}`)} order by p.created_at desc, p.id desc`)}
    || ',"next":' || to_json((select ${cursorAfter("last.id || '.' || (extract(epoch from last.created_at) * 1000)::int8")}
      from (select id, created_at from posts order by created_at desc, id desc limit 1 offset ${PAGE - 1}) last)) || ',"previous":null}' as body`

const page = (chosen: string, order: string, size: number): string =>
  json(`${post(`${chosen} order by ${order} limit ${size}`)} order by ${order.replaceAll(/(\w+) desc/g, 'p.$1 desc')}`)

const follows = (shown: string, ownerOfKey: string): string =>
  `array(select ${shown} from follows f where f.${ownerOfKey} = u.id order by followed_at desc, ${shown} desc limit 100)`

const USER_COLUMNS = `
  u.id, null as email, u.nickname, null as profile_img, null as profile_bg,
  array_to_string(u.instruments, ', ') as instrument, array_to_string(u.genres, ', ') as genre, u.instruments, u.genres,
  case u.origin when 'email' then 'S' when 'google' then 'G' else 'F' end as user_type, u.total_liked,
  u.num_followings, u.num_followers, ${follows('followed_id', 'follower_id')} as following,
  ${follows('follower_id', 'followed_id')} as followers,
  u.activated_at is not null and u.suspended_at is null as is_active, ${iso('u.last_login_at')} as last_login,
  ${iso('u.created_at')} as created_at`

const LIKED_POSTS = `
  select post.* from (
    select post_id, liked_at from likes where user_id = u.id order by liked_at desc, post_id desc limit 50
  ) liked cross join lateral (${post('select * from posts where id = liked.post_id')}) post
  order by liked.liked_at desc, liked.post_id desc`

const USER = `
  select row_to_json(one)::text as body from (
    select ${USER_COLUMNS},
      ${page('select * from posts where author_id = u.id', 'created_at desc, id desc', 50)} as post_set,
      ${json(LIKED_POSTS)} as liked_posts
    from users u where u.id = $1
  ) one`

const HOME = `
  select row_to_json(one)::text as body from (
    select ${json(`select ${USER_COLUMNS} from users u where u.activated_at is not null and u.suspended_at is null
        order by total_liked desc, id desc limit 15`)} as pop_users,
      ${page('select * from posts', 'num_liked desc, id desc', 15)} as pop_posts,
      ${page('select * from posts', 'created_at desc, id desc', 15)} as recent_posts
  ) one`

/** A bare handler each: where it stands, and its statement, whose only parameter is the `:id` in the path. */
export const YARDSTICKS = [
  { name: 'posts', path: '/post', text: POST_LIST },
  { name: 'home', path: '/home', text: HOME },
  {
    name: 'post',
    path: '/post/:id',
    text: `select row_to_json(one)::text as body from (${post('select * from posts where id = $1')}) one`,
  },
  { name: 'user', path: '/user/:id', text: USER },
] as const
