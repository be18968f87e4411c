import { pageInDevelopment } from './dev/page-in-development.ts'
import { runProcess } from './process.ts'
import { startServer } from './server.ts'

// As `npm start`, but the page follows its sources. What else runs in the server is as it was at the start.
await runProcess('all', (container) => startServer(container, pageInDevelopment))
