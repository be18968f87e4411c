import { Migration } from '@mikro-orm/migrations'

const STATEMENTS = [
  `alter table users
    add column profile_img_path text,
    add column profile_bg_path text,
    add constraint users_only_proved_ones_have_pictures check (
      activated_at is not null or (profile_img_path is null and profile_bg_path is null)
    )`,
  `alter table posts add column image_path text`,
]

/** Pictures of users and posts. */
export class Images extends Migration {
  override readonly name = '2026-11-21-images'

  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}
