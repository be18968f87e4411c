/** All of Soundhub on Node, wired as `soundhub start` wires it. */
import type { Hono } from 'hono'
import { CannotStart } from '../cannot-start.ts'
import { containerOf } from '../container.ts'
import { type RunningServer, startServer } from '../server.ts'
import { readSettings } from '../settings.ts'

export { CannotStart } from '../cannot-start.ts'

export type RunningSoundhub = Omit<RunningServer, 'app'> & {
  /** The same routes without a socket. */
  readonly app: Hono
}

/**
 * Opens the database, files, mail and ffmpeg as the settings say, performs jobs unless WORKER is off, and serves HTTP.
 *
 * @param environment the settings of the README, as strings, such as `process.env`
 * @throws CannotStart if a setting is wrong or something cannot be opened; its lines say which
 */
export const startSoundhub = async (
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RunningSoundhub> => {
  const settings = readSettings(environment)
  if (settings.isErr()) throw new CannotStart(settings.error)
  const server = await startServer(containerOf(settings.value))
  return { ...server, app: server.app as unknown as Hono }
}
