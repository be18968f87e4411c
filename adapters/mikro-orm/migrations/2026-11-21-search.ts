import { Migration } from '@mikro-orm/migrations'
import { foldText } from '#domain/shared/text.ts'

const TABLES = [
  // All substrings of one or two characters, so that the index finds a keyword of one syllable, too.
  `create function search_grams(key text) returns text[] language sql immutable strict parallel safe as $$
    select coalesce(array_agg(distinct substr(key, at, size)), '{}')
    from generate_series(1, length(key)) at cross join generate_series(1, 2) size
  $$`,
  // Separate from posts and users, whose rows change with every like and login; these change only with the text.
  `create table searched_titles (
    post_id integer primary key references posts (id) on delete cascade,
    key text collate "C" not null
  )`,
  `create index searched_titles_grams_idx on searched_titles using gin (search_grams(key)) with (fastupdate = off)`,
  `create table searched_nicknames (
    user_id integer primary key references users (id) on delete cascade,
    key text collate "C" not null
  )`,
  `create index searched_nicknames_grams_idx on searched_nicknames using gin (search_grams(key))
    with (fastupdate = off)`,
  // The core has already computed the key. Only verified users can be found.
  `create function keep_searched_nickname() returns trigger language plpgsql as $$
  begin
    insert into searched_nicknames (user_id, key) values (new.id, new.nickname_key)
    on conflict (user_id) do update set key = excluded.key where searched_nicknames.key <> excluded.key;
    return null;
  end $$`,
  `create trigger users_search_added after insert on users for each row
    when (new.activated_at is not null) execute function keep_searched_nickname()`,
  `create trigger users_search_changed after update on users for each row
    when (
      new.activated_at is not null
      and (old.activated_at is null or old.nickname_key is distinct from new.nickname_key)
    ) execute function keep_searched_nickname()`,
  `insert into searched_nicknames select id, nickname_key from users where activated_at is not null`,
  // Newest first, overall and per author.
  `create index comments_newest_of_all_idx on comments (created_at, id)`,
  `create index comments_author_newest_idx on comments (author_id, created_at, id)`,
  `drop index comments_author_idx`,
]

const BATCH = 1_000

/** Search keys of nicknames and titles. */
export class Search extends Migration {
  override readonly name = '2026-11-21-search'

  override async up(): Promise<void> {
    for (const statement of TABLES) await this.execute(statement)
    for (let last = 0; ;) {
      const posts = await this.#titlesAfter(last)
      for (const { id, title } of posts)
        await this.execute('insert into searched_titles (post_id, key) values (?, ?)', [id, foldText(title)])
      if (posts.length < BATCH) return
      last = posts.at(-1)!.id
    }
  }

  async #titlesAfter(last: number): Promise<readonly { readonly id: number; readonly title: string }[]> {
    const found: unknown = await this.execute('select id, title from posts where id > ? order by id limit ?', [
      last,
      BATCH,
    ])
    return found as { id: number; title: string }[]
  }
}
