import { listContracts } from '#test/databases/database-contracts.ts'
import { onPostgres } from '#test/databases/subjects.ts'

listContracts('MikroORM on PostgreSQL', onPostgres())
