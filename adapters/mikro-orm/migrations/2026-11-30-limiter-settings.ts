import { Migration } from '@mikro-orm/migrations'

const COLUMNS = 'add column master_gain integer, add column master_ceiling integer'

const STATEMENTS = [
  ...['mixes', 'mix_revisions', 'mix_proposals'].map((table) => `alter table ${table} ${COLUMNS}`),
  // A server of the version before may run beside a new one for a while, and leaves these as they were.
  `create function forget_limiter_setting() returns trigger language plpgsql as $$
  begin
    if new.master_frames is null then
      new.master_gain := null;
      new.master_ceiling := null;
    end if;
    return new;
  end $$`,
  // By its name it comes after the one that forgets what the master measured.
  `create trigger mixes_setting before insert or update on mixes for each row execute function forget_limiter_setting()`,
]

/** Which gain and ceiling made a master of the sum of its stems, so that every further format is the same master. */
export class LimiterSettings extends Migration {
  override readonly name = '2026-11-30-limiter-settings'

  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}
