import { makeDemo } from './demo/make-demo.ts'
import { runProcess } from './process.ts'
import { startServer } from './server.ts'

// As `npm start`, with a song to play with.
await runProcess('all', async (container) => {
  const running = await startServer(container)
  const accounts = await makeDemo(container)
  for (const { email, password } of accounts ?? []) console.log(`demonstration: log in as ${email} with ${password}`)
  if (accounts === null) console.log('There are songs already, so no demonstration was made.')
  return running
})
