import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { prefersPage, languageOf } from '#adapters/http/endpoint/languages.ts'
import type { HttpApp } from '#adapters/http/dependencies.ts'
import type { ServedApp } from '#adapters/http/server/server.ts'
import { BUILT, readBuiltPage, SOURCE_HASH } from '#adapters/web/server/built.ts'
import type { MakeDemo } from '#adapters/web/server/demo.ts'
import { sourceHash } from '#adapters/web/server/source-hash.ts'
import { pageApp } from '#adapters/web/server/page-app.ts'
import type { Soundhub } from '#application/soundhub.ts'
import { readMediaFile } from './read-media-file.ts'
import type { Log } from './log.ts'
import type { Settings } from './settings.ts'

type PageSettings = Pick<Settings, 'PAGE' | 'PUBLIC_URL' | 'MEDIA_URL' | 'GOOGLE_CLIENT_IDS' | 'DATABASE_URL'>

export type PageServices = {
  readonly soundhub: Soundhub
  readonly settings: PageSettings
  readonly log: Log
  readonly makeDemo: MakeDemo
}

/** Builds the page anew where its sources changed and can be built: a checkout that was updated since `npm ci`. */
const buildIfStale = async (log: Log): Promise<void> => {
  const builtOf = await readFile(join(BUILT, SOURCE_HASH), 'utf8').catch(() => null)
  if (builtOf === (await sourceHash())) return
  const build = await import('#adapters/web/build.ts').catch(() => null)
  if (build === null) return
  log.info({}, 'building the page')
  await build.buildPage()
}

/** The page in front of the API, unless PAGE is off or nothing is built. */
export const withPage = async (
  app: HttpApp,
  { soundhub, settings, log, makeDemo }: PageServices,
): Promise<ServedApp> => {
  if (settings.PAGE === 'off') return app
  try {
    await buildIfStale(log)
    const fetch = pageApp({
      api: (request, bindings) => app.fetch(request, bindings as never),
      built: await readBuiltPage(),
      publicUrl: settings.PUBLIC_URL,
      mediaUrl: settings.MEDIA_URL,
      readMedia: readMediaFile(soundhub),
      googleClientId: settings.GOOGLE_CLIENT_IDS[0] ?? null,
      makeDemo: settings.DATABASE_URL === undefined ? makeDemo : null,
      prefersPage,
      languageOf,
    })
    return { fetch }
  } catch (err) {
    log.warn({ err }, 'the page is not built, so browsers get the API alone; `npm run page` builds it')
    return app
  }
}
