import { ContainerModule } from 'inversify'
import { SharpImages } from '#adapters/sharp/sharp-images.ts'
import type { Log } from './log.ts'
import { TOKENS } from './tokens.ts'

/** Soundhub also runs without pictures: if sharp does not load, uploads of pictures are answered with 503. */
const openSharp = async (log: Log): Promise<SharpImages> => {
  const images = new SharpImages()
  await images.readiness().match(
    (description) => log.info({ images: description }, 'images available'),
    ({ cause }) => log.warn({ cause }, 'images unavailable: uploads of pictures are answered with 503'),
  )
  return images
}

/** Pictures with sharp. */
export const imagesModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.imageResizer).toResolvedValue(openSharp, [TOKENS.log])
})
