import { Migration } from '@mikro-orm/migrations'

/** Who is heard in mix `m` of post `p`: its author first, then the others by their comments, each once. */
const CREDITS = `array(
    select author_id from (
      select 0 as comment, p.author_id, m.recipe->'author' as settings
      union all
      select c.id, c.author_id, stem from jsonb_array_elements(m.recipe->'stems') stem
      join comments c on c.id = (stem->>'comment')::integer
    ) track
    where not (settings->>'mute')::boolean
      and ((settings->>'solo')::boolean or not jsonb_path_exists(m.recipe, '$.** ? (@.solo == true)'))
    group by author_id order by min(comment)
  )`

const STATEMENTS = [
  `create table mix_revisions (
    post_id integer not null references posts (id) on delete cascade,
    revision integer not null,
    stems integer[] not null,
    recipe jsonb not null,
    recipe_id text,
    requested_at timestamptz(3) not null,
    finished_at timestamptz(3) not null,
    master_path text,
    master_loudness integer,
    master_true_peak integer,
    master_frames bigint,
    credits integer[] not null,
    primary key (post_id, revision)
  )`,
  `insert into mix_revisions
    select m.post_id, m.revision, m.stems, m.recipe, m.recipe_id, m.requested_at, m.finished_at, p.master_path,
      m.master_loudness, m.master_true_peak, m.master_frames, ${CREDITS}
    from mixes m join posts p on p.id = m.post_id
    where m.state = 'rendered' and p.master_path is not null`,
]

/** Every rendered mix is kept. Of the mixes from before, the current ones are known. */
export class MixRevisions extends Migration {
  override readonly name = '2026-11-30-mix-revisions'

  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}
