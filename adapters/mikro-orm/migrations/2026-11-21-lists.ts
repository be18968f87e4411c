import { Migration } from '@mikro-orm/migrations'

const ACTIVE = 'activated_at is not null and suspended_at is null'

/** The bit of each word, the same as in `adapters/mikro-orm/queries/list-sql.ts`. */
const BITS = [
  ...['Vocal', 'Guitar', 'Bass', 'Drums', 'Keyboard', 'Other'].map((word, at) => ['instruments', word, at] as const),
  ...['Pop', 'Rock', 'Jazz', 'HipHop', 'Electronic', 'Classic', 'Others'].map(
    (word, at) => ['genres', word, 16 + at] as const,
  ),
]

const WORDS = BITS.map(([column, word, bit]) => `case when '${word}' = any(${column}) then ${1 << bit} else 0 end`)

/** Encodes a row's words as one number, and keeps a table of the few distinct numbers. */
const wordBits = (table: 'posts' | 'users', sets: string): readonly string[] => [
  `alter table ${table} add column word_bits integer not null generated always as (${WORDS.join(' | ')}) stored`,
  // A number that no row has any more may stay: it just matches nothing.
  `create table ${sets} (word_bits integer primary key)`,
  `insert into ${sets} select distinct word_bits from ${table}`,
  `create function keep_${sets}() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      insert into ${sets} select distinct word_bits from changed
        where not exists (select from ${sets} known where known.word_bits = changed.word_bits) order by word_bits
        on conflict do nothing;
    else
      insert into ${sets} values (new.word_bits) on conflict do nothing;
    end if;
    return null;
  end $$`,
  `create trigger ${sets}_added after insert on ${table}
    referencing new table as changed for each statement execute function keep_${sets}()`,
  `create trigger ${sets}_changed after update on ${table} for each row
    when (old.word_bits <> new.word_bits) execute function keep_${sets}()`,
]

const LISTS = [
  ...wordBits('posts', 'post_word_sets'),
  `create index posts_words_newest_idx on posts (word_bits, created_at, id)`,
  `create index posts_words_most_liked_idx on posts (word_bits, num_liked, id)`,
  `create index posts_words_most_comments_idx on posts (word_bits, num_comments, id)`,
  `drop index posts_instruments_idx`,
  `drop index posts_genres_idx`,
  ...wordBits('users', 'user_word_sets'),
  `create index users_words_most_liked_idx on users (word_bits, total_liked, id) where ${ACTIVE}`,
  `create index users_words_most_followers_idx on users (word_bits, num_followers, id) where ${ACTIVE}`,
  `create index users_words_nickname_idx on users (word_bits, nickname_key, (- id)) where ${ACTIVE}`,
  `drop index users_instruments_idx`,
  `drop index users_genres_idx`,
]

/** Lets every list be read in index order, whatever words it is filtered by. */
export class Lists extends Migration {
  override readonly name = '2026-11-21-lists'

  override up(): void {
    for (const statement of LISTS) this.addSql(statement)
  }
}
