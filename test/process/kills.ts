import { readdir } from 'node:fs/promises'
import { join as path } from 'node:path'
import { expect } from 'vitest'
import { type Body, type Client, client, join } from '../story/client.ts'
import { newestLink } from '../story/outbox.ts'
import { expectLevels, heard, LEVEL, sound } from '../story/story.ts'
import { until } from '../story/until.ts'
import { descendants, isAlive } from './descendants.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'

const SECONDS = 60
const WITHIN = 30_000

/** When a round's kill falls: at once, or as soon as the mix is seen so far, or further: mixing takes less than a look at it. */
const MOMENTS: readonly ((post: Body) => boolean)[] = [
  () => true,
  ({ mix }) => mix?.status !== 'queued',
  ({ mix }) => mix !== null && !['queued', 'ingesting'].includes(mix.status),
  ({ mix }) => mix?.status === 'encoding' || mix?.status === 'done',
]

const filesBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

/** All that is set up before the first kill. */
type Song = { readonly post: number; readonly comments: readonly number[]; readonly token: Client }

const writeSong = async (server: ServerProcess, dataDir: string): Promise<Song> => {
  const token = await join(server.url, 'guitarist', (address) => newestLink(path(dataDir, 'outbox'), address))
  const post = (await token.post('Long', sound(440, SECONDS))).body.id
  const comments = [
    (await token.comment(post, sound(110, SECONDS))).body.id,
    (await token.comment(post, sound(1320, SECONDS))).body.id,
  ]
  return { post, comments, token }
}

/** Kills the server with SIGKILL in the middle of a mix, starts it anew, and sees the mix done, so many times. */
export const killAgainAndAgain = async (
  rounds: number,
  environment: Readonly<Record<string, string>> & { readonly DATA_DIR: string },
): Promise<void> => {
  const { DATA_DIR: dataDir } = environment
  let server = await startServerProcess(environment)
  try {
    const { post, comments, token } = await writeSong(server, dataDir)
    const port = { ...environment, PORT: new URL(server.url).port }
    for (let round = 1; round <= rounds; round++) {
      const stems = round % 2 === 0 ? comments : comments.slice(0, 1)
      // Another loudness each time: a recipe that was rendered before would be there at once.
      const recipe = { stems: stems.map((comment) => ({ comment })), master: { loudness_lufs: -14 - round / 20 } }
      const asked = await token.send(`/post/${post}/mix`, { method: 'PATCH', fields: recipe })
      expect(asked.body.mix).toMatchObject({ revision: round })
      await until(`the moment of round ${round}`, async () =>
        MOMENTS[round % MOMENTS.length]!((await token.send(`/post/${post}`)).body) ? true : undefined,
      )
      const children = await descendants(server.pid)
      await server.kill()
      await Promise.all(
        children.map((pid) => until(`${pid} is gone`, async () => ((await isAlive(pid)) ? undefined : true), 1000)),
      )

      server = await startServerProcess(port)
      const done = await client(server.url).mixed(post, WITHIN)
      expect(done.mix).toMatchObject({ status: 'done', revision: round })
      const folders = await readdir(path(dataDir, 'tmp'))
      expect(folders, 'only the folder of the process that runs').toHaveLength(1)
      // A track whose ingest was killed, too, may still be ingested by its own job.
      await until('no temporary file is left', async () =>
        (await filesBelow(path(dataDir, 'tmp'))).length === 0 ? true : undefined,
      )
      await until('there is one master of each revision', async () => {
        const masters = (await filesBelow(path(dataDir, 'media'))).filter((name) => name.startsWith('master'))
        return masters.length === round && masters.some((name) => done.master_track?.endsWith(name)) ? true : undefined
      })
      const master = await heard(await client(server.url).media(done.master_track ?? ''), dataDir)
      expectLevels(master, { 440: LEVEL, 110: LEVEL, 1320: round % 2 === 0 ? LEVEL : 0 })
    }
  } finally {
    await server.kill()
  }
}
