/** What a process is there for. `all` is server and worker in one, the only one that runs on an embedded database. */
export type Role = 'all' | 'server' | 'worker' | 'migrate' | 'admin'

/** Servers and workers of their own leave migrating to `npm run migrate`, so that only one process of many does it. */
export const mayMigrate = (role: Role): boolean => role === 'all' || role === 'migrate'
