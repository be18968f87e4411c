import { open } from './container.ts'
import { runProcess } from './process.ts'
import { startWork } from './work.ts'

await runProcess('worker', async (container) => {
  const services = await open(container, ['soundhub', 'log', 'cleanup'])
  await startWork(services)
  services.log.info('Soundhub worker is running')
  return { close: () => services.cleanup.run() }
})
