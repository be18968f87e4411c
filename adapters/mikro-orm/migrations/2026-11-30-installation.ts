import { Migration } from '@mikro-orm/migrations'

/** The one row names the installation, so that a media place can be told from another's. */
export class InstallationId extends Migration {
  override readonly name = '2026-11-30-installation'

  override up(): void {
    this.addSql(
      `create table installation (is_only boolean primary key default true check (is_only), id text not null)`,
    )
  }
}
