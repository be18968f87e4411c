import { open } from '../../container.ts'
import { runProcess } from '../../process.ts'

// What keeps rows, jobs or counts makes its tables when it is opened.
await runProcess(async (container) => {
  const { cleanup, log } = await open(container, ['cleanup', 'log', 'unitOfWork', 'jobRunner', 'rateLimiter'])
  await cleanup.run()
  log.info('the database is what this version needs')
  return { close: () => Promise.resolve() }
})
