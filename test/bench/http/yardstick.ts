/**
 * `node yardstick.ts <databaseUrl> <connections>`: the least that can be done. One bare Hono handler an address, one
 * prepared statement in it, and the body as PostgreSQL built it. Says its port in one line of JSON.
 */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Pool } from 'pg'
import { YARDSTICKS } from './yardstick-sql.ts'

const [databaseUrl, connections] = process.argv.slice(2)
const pool = new Pool({ connectionString: databaseUrl, max: Number(connections) })
const app = new Hono()
for (const { path, name, text } of YARDSTICKS) {
  app.get(path, async (context) => {
    const id = context.req.param('id')
    const found = await pool.query<{ body: string }>({ name, text, values: id === undefined ? [] : [id] })
    return context.body(found.rows[0]!.body, 200, { 'Content-Type': 'application/json' })
  })
}
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  console.log(JSON.stringify({ port })),
)
process.once('SIGTERM', () => server.close(() => void pool.end().then(() => process.exit(0))))
