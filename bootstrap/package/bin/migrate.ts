import { open } from '../../container.ts'
import { runProcess } from '../../process.ts'

// Every adapter with tables runs its migrations when it is opened.
await runProcess(async (container) => {
  const { cleanup, log } = await open(container, ['cleanup', 'log', 'unitOfWork', 'jobRunner', 'rateLimiter'])
  await cleanup.run()
  log.info('the database is up to date')
  return { close: () => Promise.resolve() }
})
