import { databaseContracts } from '#test/databases/database-contracts.ts'
import { onPostgres } from '#test/databases/subjects.ts'

databaseContracts('MikroORM and pg-boss on PostgreSQL', onPostgres())
