import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPage } from '#adapters/web/build.ts'
import { RELOADS } from '#adapters/web/page/reloads.ts'
import { BUILT, SOURCE_HASH } from '#adapters/web/server/built.ts'
import { pageOver, type WithPage } from '../page.ts'
import { newReloads } from './reloads.ts'
import { onChange } from './watched.ts'

/** Beside the page that `npm start` serves, which is smaller. */
const FOLDER = `${BUILT}-for-development`

const build = async (): Promise<string> => {
  await buildPage(FOLDER, { isForDevelopment: true })
  return readFile(join(FOLDER, SOURCE_HASH), 'utf8')
}

/** The page, built anew whenever a source of it changes; open pages then reload themselves. */
export const pageInDevelopment: WithPage = async (app, services) => {
  const { log, cleanup } = services
  const reloads = newReloads(await build())
  let page = await pageOver(app, services, FOLDER)

  const again = async (): Promise<void> => {
    try {
      const built = await build()
      page = await pageOver(app, services, FOLDER)
      reloads.announce(built)
      log.info({}, 'built the page')
    } catch (err) {
      // The page as it was stays until the mistake is mended.
      log.error({ err }, 'the page cannot be built')
    }
  }

  cleanup.add('watch', onChange(again))
  // Long before cleanup, which comes after the last connection.
  process.once('SIGTERM', reloads.end)
  process.once('SIGINT', reloads.end)
  return {
    fetch: (request, bindings) =>
      new URL(request.url).pathname === RELOADS ? reloads.answer() : page.fetch(request, bindings),
  }
}
