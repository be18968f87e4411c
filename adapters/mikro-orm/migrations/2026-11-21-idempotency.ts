import { Migration } from '@mikro-orm/migrations'

const STATEMENTS = [
  `create table idempotency_runs (
    user_id integer not null references users (id) on delete cascade,
    key text not null,
    fingerprint text not null,
    attempt integer not null,
    begun_at timestamptz(3) not null,
    made integer,
    answer text,
    primary key (user_id, key),
    constraint idempotency_runs_only_finished_ones_have_an_answer check (answer is null or made is not null)
  )`,
  `create index idempotency_runs_begun_idx on idempotency_runs (begun_at)`,
]

/** Idempotent requests and their stored responses. */
export class Idempotency extends Migration {
  override readonly name = '2026-11-21-idempotency'

  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}
