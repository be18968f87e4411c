import { open } from './container.ts'
import { checkMediaPlace, MARKER_SERVICES } from './media-marker.ts'
import { runProcess } from './process.ts'
import { startMetrics } from './metrics.ts'
import { startWork } from './work.ts'

await runProcess('worker', async (container) => {
  // Reports of errors first, so that they are sent last.
  const services = await open(container, ['cleanup', 'log', 'errorReporter', 'soundhub'])
  await checkMediaPlace(await open(container, MARKER_SERVICES))
  await startWork(services)
  await startMetrics(container)
  services.log.info('Soundhub worker is running')
  return { close: () => services.cleanup.run() }
})
