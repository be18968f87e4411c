import { prefersPage, languageOf } from '#adapters/http/endpoint/languages.ts'
import { isOwnOrigin } from '#adapters/http/endpoint/own-origin.ts'
import type { HttpApp } from '#adapters/http/dependencies.ts'
import type { ServedApp } from '#adapters/http/server/server.ts'
import { readBuiltPage } from '#adapters/web/server/built.ts'
import type { MakeDemo } from '#adapters/web/server/demo.ts'
import { pageApp } from '#adapters/web/server/page-app.ts'
import type { Soundhub } from '#application/soundhub.ts'
import type { Cleanup } from './cleanup.ts'
import { pageFolder } from './page-folder.ts'
import { readMediaFile } from './read-media-file.ts'
import type { Log } from './log.ts'
import type { Settings } from './settings.ts'

type PageSettings = Pick<Settings, 'PAGE' | 'PUBLIC_URL' | 'MEDIA_URL' | 'GOOGLE_CLIENT_IDS' | 'DATABASE_URL'>

export type PageServices = {
  readonly soundhub: Soundhub
  readonly settings: PageSettings
  readonly log: Log
  readonly cleanup: Cleanup
  readonly makeDemo: MakeDemo
}

/** The page of this folder in front of the API. */
export const pageOver = async (
  app: HttpApp,
  { soundhub, settings, makeDemo }: PageServices,
  folder: string,
): Promise<ServedApp> => ({
  fetch: pageApp({
    api: (request, bindings) => app.fetch(request, bindings as never),
    built: await readBuiltPage(folder),
    publicUrl: settings.PUBLIC_URL,
    mediaUrl: settings.MEDIA_URL,
    readMedia: readMediaFile(soundhub),
    googleClientId: settings.GOOGLE_CLIENT_IDS[0] ?? null,
    makeDemo: settings.DATABASE_URL === undefined ? makeDemo : null,
    prefersPage,
    languageOf,
    isOwnOrigin: (request) => isOwnOrigin(request, { publicUrl: settings.PUBLIC_URL }),
  }),
})

export type WithPage = (app: HttpApp, services: PageServices) => Promise<ServedApp>

/** The page in front of the API, unless PAGE is off or nothing is built. */
export const withPage: WithPage = async (app, services) => {
  const { settings, log } = services
  if (settings.PAGE === 'off') return app
  try {
    return await pageOver(app, services, await pageFolder(log))
  } catch (err) {
    log.warn({ err }, 'the page is not built, so browsers get the API alone; `npm run page` builds it')
    return app
  }
}
