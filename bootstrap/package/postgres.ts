/** Rows in PostgreSQL, or in an embedded PGlite. */
export type { MikroOrmDatabase } from '#adapters/mikro-orm/database.ts'
export { type DatabaseLocation, openDatabase } from '#adapters/mikro-orm/open-database.ts'
export type { JobsIn } from '#adapters/mikro-orm/transactions/unit-of-work.ts'
