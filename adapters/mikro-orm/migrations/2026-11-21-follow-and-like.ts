import { Migration } from '@mikro-orm/migrations'

const LIKES = [
  `create table likes (
    post_id integer not null references posts (id) on delete cascade,
    user_id integer not null references users (id) on delete cascade,
    liked_at timestamptz(3) not null,
    primary key (post_id, user_id)
  )`,
  `create index likes_newest_idx on likes (post_id, liked_at, user_id)`,
  `create index likes_of_user_idx on likes (user_id, liked_at, post_id)`,
  // Likes of a post that is being deleted are not counted here: its row is already gone, and it has its own trigger.
  `create function count_likes() returns trigger language plpgsql as $$
  declare
    sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  begin
    with counted as (select post_id, count(*)::int as rows from changed group by post_id),
    posted as (
      update posts set num_liked = num_liked + sign * counted.rows from counted where posts.id = counted.post_id
      returning posts.author_id, counted.rows
    ),
    received as (select author_id, sum(rows)::int as rows from posted group by author_id)
    update users set total_liked = total_liked + sign * received.rows from received where users.id = received.author_id;
    return null;
  end $$`,
  `create trigger likes_count_added after insert on likes
    referencing new table as changed for each statement execute function count_likes()`,
  `create trigger likes_count_removed after delete on likes
    referencing old table as changed for each statement execute function count_likes()`,
  `create function count_likes_of_posts_gone() returns trigger language plpgsql as $$
  begin
    update users set total_liked = total_liked - gone.rows
    from (select author_id, sum(num_liked)::int as rows from changed where num_liked > 0 group by author_id) gone
    where users.id = gone.author_id;
    return null;
  end $$`,
  `create trigger posts_count_likes_gone after delete on posts
    referencing old table as changed for each statement execute function count_likes_of_posts_gone()`,
]

const FOLLOWS = [
  `alter table users add column num_followings integer not null default 0 check (num_followings >= 0)`,
  `create table follows (
    follower_id integer not null references users (id) on delete cascade,
    followed_id integer not null references users (id) on delete cascade,
    followed_at timestamptz(3) not null,
    primary key (follower_id, followed_id),
    constraint follows_have_two_sides check (follower_id <> followed_id)
  )`,
  `create index follows_newest_following_idx on follows (follower_id, followed_at, followed_id)`,
  `create index follows_newest_followers_idx on follows (followed_id, followed_at, follower_id)`,
  `create function count_follows() returns trigger language plpgsql as $$
  declare
    sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  begin
    update users set
      num_followers = num_followers + sign * counted.followers,
      num_followings = num_followings + sign * counted.followings
    from (
      select id, sum(followers)::int as followers, sum(followings)::int as followings from (
        select followed_id as id, 1 as followers, 0 as followings from changed
        union all select follower_id, 0, 1 from changed
      ) sides group by id
    ) counted
    where users.id = counted.id;
    return null;
  end $$`,
  `create trigger follows_count_added after insert on follows
    referencing new table as changed for each statement execute function count_follows()`,
  `create trigger follows_count_removed after delete on follows
    referencing old table as changed for each statement execute function count_follows()`,
]

/** Likes and follows, with counters that triggers update in the same statement. */
export class FollowAndLike extends Migration {
  override readonly name = '2026-11-21-follow-and-like'

  override up(): void {
    for (const statement of [...LIKES, ...FOLLOWS]) this.addSql(statement)
  }
}
