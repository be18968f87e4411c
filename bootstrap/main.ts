import { runProcess } from './process.ts'
import { startServer } from './server.ts'

await runProcess('all', startServer)
