import { listContracts } from '#test/databases/database-contracts.ts'
import { onPglite } from '#test/databases/subjects.ts'

listContracts('MikroORM on PGlite', onPglite())
