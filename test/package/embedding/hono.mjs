// snippet:start
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { soundhub } from 'soundhub'
import { httpApp } from 'soundhub/http'
import { memoryPorts } from 'soundhub/memory'

const port = Number(process.env.PORT ?? 3000)
const ports = memoryPorts()
const app = soundhub(ports)
await app.worker.start()

const host = new Hono()
host.get('/', (context) => context.text('the rest of your app'))
host.route('/music', httpApp(app, { publicUrl: `http://localhost:${port}/music` }))
serve({ fetch: host.fetch, port })
// snippet:end

export { ports }
