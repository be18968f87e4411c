import { type CopiedMedia, copyMedia } from '#application/track/copy-media.ts'
import { CannotStart } from './cannot-start.ts'
import { cleanup } from './cleanup.ts'
import { copyMarker } from './media-marker.ts'
import { mediaInBucket, mediaInFiles, openBucket, openStaging } from './media-stores.ts'
import { MEGABYTE, type Settings } from './settings.ts'

/** Where media can be. */
export type MediaPlace = 'file' | 's3'

/** Files after which progress is told. */
const STRIDE = 50

const inWords = ({ copied, equal, bytes }: CopiedMedia): string =>
  `${copied} copied, ${equal} there already, ${Math.round(bytes / MEGABYTE)} MB`

/** Copies all media from one place to the other. Needs no database, so that a server may run meanwhile. */
export const copyAllMedia = async (
  settings: Settings,
  from: MediaPlace,
  tell: (line: string) => void,
): Promise<string> => {
  const opened = cleanup((name, cause) => tell(`${name} could not be closed: ${String(cause)}`))
  try {
    const bucket = await openBucket(settings, opened)
    if (bucket === null) throw new CannotStart(['S3_BUCKET: the name of a bucket; required to copy from or to one'])
    const staging = await openStaging(settings, opened)
    const [files, objects] = [mediaInFiles(settings, staging), await mediaInBucket(bucket, staging)]
    const [source, target] = from === 'file' ? [files, objects] : [objects, files]
    await copyMarker({ from: source, to: target, staging })
    const copied = await copyMedia({ from: source, to: target, staging }, (soFar) => {
      if ((soFar.copied + soFar.equal) % STRIDE === 0) tell(inWords(soFar))
    })
    if (copied.isOk()) return inWords(copied.value)
    const { error } = copied
    if (error.type === 'CopyDiffers') throw new CannotStart([`${error.path} does not read as it was copied`])
    throw new CannotStart(
      ['the media cannot be copied; what was copied stays, and the command may be repeated'],
      error.type === 'Unavailable' ? error.cause : undefined,
    )
  } finally {
    await opened.run()
  }
}
