import { CannotStart } from '../cannot-start.ts'
import { cleanup } from '../cleanup.ts'
import { embeddedIn, isEmptyFolder, lockEmbedded, openAsIs, openMedia } from '../backup/places.ts'
import { openStaging } from '../media-stores.ts'
import { readSettings, type Settings } from '../settings.ts'
import { type Finding, ill, reasonOf, well } from './finding.ts'
import { ffmpeg, smtp, space } from './machine.ts'
import { mediaFiles, mediaPlace } from './media.ts'
import { jobs, reached, tables } from './rows.ts'

type How = { readonly isThorough: boolean }

/** Everything in the database and the place of the media. */
const stored = async (settings: Settings, { isThorough }: How): Promise<readonly Finding[]> => {
  const opened = cleanup(() => undefined)
  try {
    if (settings.DATABASE_URL === undefined && (await isEmptyFolder(embeddedIn(settings))))
      return [well('database', 'none yet in DATA_DIR: the first start makes it')]
    const isHeld = await lockEmbedded(settings, opened).then(
      () => false,
      () => true,
    )
    if (isHeld)
      return [well('database', 'embedded, and a process works with it; stop that one to have rows and media looked at')]
    const database = await openAsIs(settings, opened)
    const answer = await reached(database)
    if (answer.some(({ isWell, name }) => name === 'database' && !isWell)) return answer
    const version = await tables(settings, database)
    if (!version.isWell) return [...answer, version]
    const staging = await openStaging(settings, opened)
    const place = { staging, database, blobs: await openMedia(settings, staging, opened) }
    return [
      ...answer,
      version,
      await jobs(settings, database),
      await mediaPlace(settings, place),
      ...(await mediaFiles(place, isThorough)),
    ]
  } catch (cause) {
    if (!(cause instanceof CannotStart)) throw cause
    return [ill('database', reasonOf(cause), 'Nothing that needs it was looked at')]
  } finally {
    await opened.run()
  }
}

/** Looks at everything that a server or worker with this environment needs. Changes nothing. */
export const diagnose = async (
  environment: Readonly<Record<string, string | undefined>>,
  how: How,
): Promise<readonly Finding[]> => {
  const settings = readSettings(environment)
  if (settings.isErr()) return settings.error.map((line) => ill('settings', line, 'Nothing else was looked at'))
  return [
    well('settings', 'valid'),
    ...(await stored(settings.value, how)),
    await space(settings.value),
    await ffmpeg(settings.value),
    await smtp(settings.value),
  ]
}
