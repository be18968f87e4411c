import { Migration } from '@mikro-orm/migrations'

/** As they were when this migration was released, whatever the defaults of a recipe become. */
const SETTINGS = `'gain', 0, 'pan', 0, 'offset', 0, 'mute', false, 'solo', false`

const STATEMENTS = [
  `create function recipe_of_stems(stems integer[]) returns jsonb language sql immutable as $$
    select jsonb_build_object(
      'author', jsonb_build_object(${SETTINGS}),
      'stems', coalesce(
        (select jsonb_agg(jsonb_build_object('comment', stem, ${SETTINGS}) order by stem) from unnest(stems) stem), '[]'
      ),
      'master', jsonb_build_object('loudness', -1400, 'ceiling', -100)
    )
  $$`,
  `create function stems_of_recipe(recipe jsonb) returns integer[] language sql immutable as $$
    select array(select (stem->>'comment')::integer from jsonb_array_elements(recipe->'stems') stem order by 1)
  $$`,
  `alter table mixes
    add column recipe jsonb,
    add column recipe_id text,
    add column master_loudness integer,
    add column master_true_peak integer,
    add column master_frames bigint`,
  `update mixes set recipe = recipe_of_stems(stems)`,
  `alter table mixes alter column recipe set not null`,
  `alter table mixes add constraint mixes_only_rendered_ones_are_measured check (
    state = 'rendered' or (master_loudness is null and master_true_peak is null and master_frames is null)
  )`,
  // A server of the version before knows nothing of recipes, and may run beside a new one for a while: it asks for other
  // stems and leaves the recipe, and what the master before it measured, as they were.
  `create function keep_recipe_of_stems() returns trigger language plpgsql as $$
  begin
    if new.recipe is null or stems_of_recipe(new.recipe) <> array(select unnest(new.stems) order by 1) then
      new.recipe := recipe_of_stems(new.stems);
      new.recipe_id := null;
      new.master_loudness := null;
      new.master_true_peak := null;
      new.master_frames := null;
    end if;
    if new.state <> 'rendered' then
      new.master_loudness := null;
      new.master_true_peak := null;
      new.master_frames := null;
    end if;
    return new;
  end $$`,
  `create trigger mixes_recipe before insert or update on mixes for each row execute function keep_recipe_of_stems()`,
]

/** What is done to each track of a mix, and what the master measures. Older mixes have their comments as they were recorded. */
export class Recipes extends Migration {
  override readonly name = '2026-11-30-recipes'

  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}
