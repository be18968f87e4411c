import { Migration } from '@mikro-orm/migrations'
import { type Nickname, nicknameKey, nicknameSkeleton } from '#domain/account/nickname.ts'
import { foldText } from '#domain/shared/text.ts'
import { VERIFIED_NICKNAME_INDEX, VERIFIED_SKELETON_INDEX } from '../indexes.ts'

const BATCH = 1_000
const VERIFIED = 'activated_at is not null'

const COLUMNS = [
  `alter table users
    add column nickname_skeleton text collate "C",
    add column nickname_twin integer not null default 0`,
  // Keys that were two may be one now.
  `drop index ${VERIFIED_NICKNAME_INDEX}`,
]

const RULES = [
  `alter table users alter column nickname_skeleton set not null`,
  // Who look alike already all keep their names: the younger ones are told apart by their ids, everybody else by nothing.
  `update users set nickname_twin = users.id from (
    select id,
      row_number() over (partition by nickname_key order by id) as of_key,
      row_number() over (partition by nickname_skeleton order by id) as of_skeleton
    from users where activated_at is not null
  ) place
  where place.id = users.id and (place.of_key > 1 or place.of_skeleton > 1)`,
  `create unique index ${VERIFIED_NICKNAME_INDEX} on users (nickname_key, nickname_twin) where ${VERIFIED}`,
  `create unique index ${VERIFIED_SKELETON_INDEX} on users (nickname_skeleton, nickname_twin) where ${VERIFIED}`,
  // A new name is looked at like anybody's.
  `create function leave_nickname_twin() returns trigger language plpgsql as $$
  begin
    new.nickname_twin := 0;
    return new;
  end $$`,
  `create trigger users_nickname_changed before update of nickname_key, nickname_skeleton on users for each row
    when (
      old.nickname_twin <> 0
      and (old.nickname_key <> new.nickname_key or old.nickname_skeleton <> new.nickname_skeleton)
    ) execute function leave_nickname_twin()`,
  // A server of the version before knows nothing of skeletons, and may run beside a new one for a while.
  `create function give_nickname_skeleton() returns trigger language plpgsql as $$
  begin
    new.nickname_skeleton := new.nickname_key;
    return new;
  end $$`,
  `create trigger users_nickname_skeleton before insert on users for each row
    when (new.nickname_skeleton is null) execute function give_nickname_skeleton()`,
]

type Text = { readonly id: number; readonly text: string }

/**
 * Nicknames that look alike are one, and typographic quotes, dashes and spaces are plain ones to a search: the keys of
 * every nickname and title are made anew.
 */
export class NamesThatLookAlike extends Migration {
  override readonly name = '2026-11-30-names-that-look-alike'

  override async up(): Promise<void> {
    for (const statement of COLUMNS) await this.execute(statement)
    await this.#rewrite('select id, nickname as text from users', (users) =>
      this.execute(
        `update users set nickname_key = made.key, nickname_skeleton = made.skeleton
          from jsonb_to_recordset(?::jsonb) as made(id integer, key text, skeleton text) where made.id = users.id`,
        [
          JSON.stringify(
            users.map(({ id, text }) => ({
              id,
              key: nicknameKey(text as Nickname),
              skeleton: nicknameSkeleton(text as Nickname),
            })),
          ),
        ],
      ),
    )
    await this.#rewrite('select id, title as text from posts', (posts) =>
      this.execute(
        `update searched_titles set key = made.key from jsonb_to_recordset(?::jsonb) as made(id integer, key text)
          where made.id = post_id and made.key <> searched_titles.key`,
        [JSON.stringify(posts.map(({ id, text }) => ({ id, key: foldText(text) })))],
      ),
    )
    for (const statement of RULES) await this.execute(statement)
  }

  async #rewrite(texts: string, write: (found: readonly Text[]) => Promise<unknown>): Promise<void> {
    for (let last = 0; ;) {
      const found = (await this.execute(`${texts} where id > ? order by id limit ?`, [last, BATCH])) as Text[]
      if (found.length > 0) await write(found)
      if (found.length < BATCH) return
      last = found.at(-1)!.id
    }
  }
}
