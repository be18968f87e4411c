import { databaseContracts } from '#test/databases/database-contracts.ts'
import { onPglite } from '#test/databases/subjects.ts'

databaseContracts('MikroORM and pg-boss on PGlite', onPglite())
