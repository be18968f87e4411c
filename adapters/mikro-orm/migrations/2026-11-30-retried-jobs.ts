import { Migration } from '@mikro-orm/migrations'

const STATEMENTS = [
  `alter table audit_log add column job text, alter column subject drop not null`,
  `alter table audit_log drop constraint audit_log_action_is_known`,
  `alter table audit_log add constraint audit_log_names_its_subject check (case
    when action in ('create-staff', 'suspend-user', 'readmit-user', 'delete-post', 'delete-comment')
      then subject is not null and job is null
    when action = 'retry-job' then subject is null and job is not null
    when action = 'retry-all-jobs' then subject is null and job is null
    else false
  end)`,
]

/** The audit log takes jobs that were queued again. Their ids are text. */
export class RetriedJobs extends Migration {
  override readonly name = '2026-11-30-retried-jobs'

  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement)
  }
}
