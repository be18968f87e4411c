import { open } from './container.ts'
import { runProcess } from './process.ts'

// Every adapter with tables migrates them when it is opened.
await runProcess('migrate', async (container) => {
  const { cleanup, log } = await open(container, ['cleanup', 'log'])
  try {
    await open(container, ['unitOfWork', 'jobRunner', 'rateLimiter'])
  } finally {
    await cleanup.run()
  }
  log.info('the database is up to date')
  process.exit(0)
})
