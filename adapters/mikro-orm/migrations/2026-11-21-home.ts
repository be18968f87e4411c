import { Migration } from '@mikro-orm/migrations'

const ACTIVE = 'activated_at is not null and suspended_at is null'

/** The words of the rows, with the change to each word's count. No instrument has the same name as a genre. */
const words = (rows: string, change: number): string =>
  `select unnest(instruments || genres) as word, ${change} as change from ${rows}`

const summed = (counted: string, changes: string): string => `
  insert into word_counts (counted, word, change)
  select '${counted}', word, sum(change)::int from (${changes}) changes group by word having sum(change) <> 0;`

/** Triggers that record how a statement changes the table's word counts. */
const countTriggers = (counted: 'users' | 'posts', among: string): readonly string[] => [
  `create function count_words_of_${counted}() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then ${summed(counted, words(`changed ${among}`, 1))}
    else ${summed(counted, words(`changed ${among}`, -1))}
    end if;
    return null;
  end $$`,
  `create trigger ${counted}_count_words_added after insert on ${counted}
    referencing new table as changed for each statement execute function count_words_of_${counted}()`,
  `create trigger ${counted}_count_words_removed after delete on ${counted}
    referencing old table as changed for each statement execute function count_words_of_${counted}()`,
  `create function recount_words_of_${counted}() returns trigger language plpgsql as $$
  begin ${summed(counted, `${words(`(select old.*) was ${among}`, -1)} union all ${words(`(select new.*) is_now ${among}`, 1)}`)}
    return null;
  end $$`,
]

const COUNTS = [
  // Each change is a row of its own and a count is their sum, so that writers do not wait for each other's locks.
  `create table word_counts (
    id bigint generated always as identity primary key,
    counted text not null constraint word_counts_counted_is_known check (counted in ('users', 'posts')),
    word text not null,
    change integer not null
  )`,
  `create index word_counts_word_idx on word_counts (counted, word)`,
  // Merges the rows from time to time; rows that another transaction has locked are skipped.
  `create function fold_word_counts() returns trigger language plpgsql as $$
  begin
    with gone as (
      delete from word_counts where id in (select id from word_counts for update skip locked)
      returning counted, word, change
    )
    insert into word_counts (counted, word, change)
    select counted, word, sum(change)::int from gone group by counted, word having sum(change) <> 0;
    return null;
  end $$`,
  `create trigger word_counts_fold after insert on word_counts
    for each row when (new.id % 100 = 0) execute function fold_word_counts()`,
  ...countTriggers('users', `where ${ACTIVE}`),
  ...countTriggers('posts', ''),
  `create trigger users_count_words_changed after update on users for each row
    when (
      old.instruments is distinct from new.instruments or old.genres is distinct from new.genres
      or (old.activated_at is null) <> (new.activated_at is null)
      or (old.suspended_at is null) <> (new.suspended_at is null)
    ) execute function recount_words_of_users()`,
  `create trigger posts_count_words_changed after update on posts for each row
    when (old.instruments is distinct from new.instruments or old.genres is distinct from new.genres)
    execute function recount_words_of_posts()`,
  summed('users', words(`users where ${ACTIVE}`, 1)),
  summed('posts', words('posts', 1)),
]

/** The numbers of users and posts per word, so that reads need not count them. */
export class Home extends Migration {
  override readonly name = '2026-11-21-home'

  override up(): void {
    for (const statement of COUNTS) this.addSql(statement)
  }
}
