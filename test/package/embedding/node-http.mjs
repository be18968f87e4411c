// snippet:start
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { soundhub } from 'soundhub'
import { httpApp } from 'soundhub/http'
import { memoryPorts } from 'soundhub/memory'

const port = Number(process.env.PORT ?? 3000)
const ports = memoryPorts()
const app = soundhub(ports)
await app.worker.start()

const music = getRequestListener(httpApp(app, { publicUrl: `http://localhost:${port}/music` }).fetch)
createServer((request, response) => {
  if (request.url.startsWith('/music/')) {
    request.url = request.url.slice('/music'.length)
    void music(request, response)
  } else response.end('the rest of your app')
}).listen(port)
// snippet:end

export { ports }
