import { open } from './container.ts'
import { checkMediaPlace, MARKER_SERVICES } from './media-marker.ts'
import { runProcess } from './process.ts'
import { startWork } from './work.ts'

await runProcess(async (container) => {
  const services = await open(container, ['soundhub', 'log', 'cleanup'])
  await checkMediaPlace(await open(container, MARKER_SERVICES))
  await startWork(services)
  services.log.info('Soundhub worker is running')
  return { close: () => services.cleanup.run() }
})
