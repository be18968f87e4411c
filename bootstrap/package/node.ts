/** All of Soundhub on Node, wired as `soundhub start` wires it. */
import type { Hono } from 'hono'
import { CannotStart } from '../cannot-start.ts'
import { containerOf, open } from '../container.ts'
import { startServer } from '../server.ts'
import { MEGABYTE, readSettings } from '../settings.ts'
import { httpApp } from './http.ts'

export { CannotStart } from '../cannot-start.ts'

export type RunningSoundhub = {
  /** Under which the public reaches it. */
  readonly url: string
  /** The same routes without a socket. */
  readonly app: Hono
  /** Answers what is under way, lets jobs under way end, and closes everything. */
  close(): Promise<void>
}

/**
 * Opens database, files, mail and ffmpeg as these settings say, performs jobs unless WORKER is off, and serves. What keeps it
 * from starting rejects as `CannotStart`, whose lines name each setting that is wrong.
 */
export const startSoundhub = async (
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RunningSoundhub> => {
  const read = readSettings(environment)
  if (read.isErr()) throw new CannotStart(read.error)
  const settings = read.value
  const container = containerOf(settings)
  const server = await startServer(container)
  const { soundhub, readiness, log } = await open(container, ['soundhub', 'readiness', 'log'])
  const app = httpApp(soundhub, {
    publicUrl: settings.PUBLIC_URL,
    mediaUrl: settings.MEDIA_URL,
    maximumUploadBytes: settings.MAX_UPLOAD_MB * MEGABYTE,
    trustedProxies: settings.TRUST_PROXY,
    corsOrigins: settings.CORS_ORIGINS,
    readiness,
    log,
  })
  return { url: server.url, app, close: () => server.close() }
}
