// snippet:start
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { soundhub } from 'soundhub'
import { httpApp } from 'soundhub/http'
import { memoryPorts } from 'soundhub/memory'

const port = Number(process.env.PORT ?? 3000)
const ports = memoryPorts()
const app = soundhub(ports)
await app.worker.start()

const { fetch } = httpApp(app, { publicUrl: `http://localhost:${port}/music` })
const host = express()
host.use('/music', getRequestListener(fetch))
host.use(express.json())
host.get('/', (request, response) => response.send('the rest of your app'))
host.listen(port)
// snippet:end

export { ports }
