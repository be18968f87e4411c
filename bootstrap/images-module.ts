import { ContainerModule } from 'inversify'
import { SharpImages } from '#adapters/sharp/sharp-images.ts'
import type { Log } from './log.ts'
import { TOKENS } from './tokens.ts'

/** Soundhub plays without pictures: where sharp does not load, whoever sends one is told that they cannot be taken now. */
const openSharp = async (log: Log): Promise<SharpImages> => {
  const images = new SharpImages()
  await images.readiness().match(
    (which) => log.info({ images: which }, 'images'),
    ({ cause }) => log.warn({ cause }, 'images unavailable: uploads of pictures are answered with 503'),
  )
  return images
}

/** Pictures by sharp. */
export const imagesModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.imageResizer).toResolvedValue(openSharp, [TOKENS.log])
})
