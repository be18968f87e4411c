import { Migration } from '@mikro-orm/migrations'

/** Posts and comments from before are ingested by a job. */
const STATEMENTS = ['posts', 'comments'].flatMap((table) => [
  `alter table ${table} add column track_ingest jsonb not null default '{"status":"processing"}'`,
  `create index ${table}_processing_idx on ${table} (id) where track_ingest @> '{"status":"processing"}'`,
])

/** How far a track is on its way to being a stem. */
export class IngestOfTracks extends Migration {
  override readonly name = '2026-11-30-ingest'

  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}
