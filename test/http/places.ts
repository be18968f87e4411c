import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { containerOf, type Storage } from '#bootstrap/container.ts'
import { startServer } from '#bootstrap/server.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { freshInstallation } from '../databases/fresh.ts'
import { freePort } from '../process/free-port.ts'
import { newestLink } from '../story/outbox.ts'
import type { Place } from '../story/story.ts'

/** A whole server in this process, on a DATA_DIR of its own that is gone afterwards. */
export const withServer = async (
  kept: Storage,
  environment: Readonly<Record<string, string>>,
  use: (place: Place) => Promise<void>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-http-'))
  try {
    if (kept === 'persistent' && environment['DATABASE_URL'] === undefined) await freshInstallation(folder)
    const PORT = String(await freePort())
    const settings = readSettings({ LOG_LEVEL: 'warn', ...environment, PORT, DATA_DIR: folder })._unsafeUnwrap()
    const server = await startServer(containerOf(settings, kept))
    try {
      const linkFor = (address: string) => newestLink(join(folder, 'outbox'), address)
      await use({ url: `http://127.0.0.1:${PORT}`, linkFor, folder })
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}
