import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sha256Of } from '#adapters/testing/bytes.ts'
import { freshDatabase } from '../databases/fresh.ts'
import { type Client, join as joinSoundhub } from '../story/client.ts'
import { newestLink } from '../story/outbox.ts'
import { sound } from '../story/story.ts'
import { until } from '../story/until.ts'
import { descendants, isAlive } from './descendants.ts'
import { rounds } from './rounds.ts'
import { startServerProcess } from './server-process.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

const KILLS = rounds(8, 200)
const UNREACHABLE = 'postgresql://127.0.0.1:1/none'
const SECONDS = 60
/** A stem, its peaks and its waveform. */
const COMPANIONS = 3

const filesBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))

/** All but the marker of the installation. */
const tracksBelow = async (media: string): Promise<readonly string[]> =>
  (await filesBelow(media)).filter((file) => !file.endsWith('.txt'))

const isInput = (name: string): boolean => name.endsWith('/input')
const isStaged = (name: string): boolean => name.includes('/uploads/')

/** When a kill falls, by the temporary files that there are: the upload is decoded, written down, written as FLAC as well, stored. */
const MOMENTS: readonly ((names: readonly string[]) => boolean)[] = [
  (names) => names.some(isInput),
  (names) => names.some(isStaged),
  (names) => names.filter(isStaged).length > 1,
  (names) => names.some(isStaged) && !names.some(isInput),
]

const statusOf = async (client: Client, post: number): Promise<string> => {
  const { body } = await client.send(`/post/${post}`)
  return (body['track'] as { readonly status: string }).status
}

const untilReady = (client: Client, post: number): Promise<true> =>
  until(`the track of post ${post} is ready`, async () =>
    (await statusOf(client, post)) === 'ready' ? true : undefined,
  )

/** What is stored beside a track and of it: what follows its name in that of each file, and a digest. */
const storedOf = async (media: string, track: string): Promise<readonly string[]> => {
  const begin = join(media, track.slice(0, -'.wav'.length))
  const files = (await filesBelow(media)).filter((path) => path.startsWith(begin)).toSorted()
  return Promise.all(files.map(async (path) => `${path.slice(begin.length)} ${sha256Of(await readFile(path))}`))
}

it(`a track whose worker is killed ${KILLS} times in the middle becomes the stem it would have been, and nothing stays behind`, async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-ingest-killed-'))
  const { url: DATABASE_URL } = await freshDatabase()
  const environment = { DATA_DIR, DATABASE_URL, LOG_LEVEL: 'warn' }
  const [media, temporary] = [join(DATA_DIR, 'media'), join(DATA_DIR, 'tmp')]
  const server = await startServerProcess({ ...environment, WORKER: 'off' })
  // A worker that is killed saves nothing of what it compiled; this one cannot start, and so ends by itself.
  const quick = { ...environment, NODE_COMPILE_CACHE: join(DATA_DIR, 'compiled') }
  await startWorkerProcess({ ...quick, DATABASE_URL: UNREACHABLE }).ended
  let worker: WorkerProcess = startWorkerProcess(quick)
  try {
    const ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(join(DATA_DIR, 'outbox'), address))
    const file = sound(440, SECONDS)
    const posts: { readonly id: number; readonly track: string }[] = []
    const post = async () => {
      const { body } = await ann.post('Long', file)
      posts.push({ id: body.id, track: body.author_track })
      return posts.at(-1)!
    }
    const untilMoment = (kills: number, isLate: () => Promise<boolean>) =>
      until(`the moment of kill ${kills}`, async () => {
        worker.log()
        const isNow = MOMENTS[kills % MOMENTS.length]!(await filesBelow(temporary))
        return isNow || (await isLate()) ? true : undefined
      })
    const killed = async () => {
      const children = await descendants(worker.pid)
      await worker.kill()
      await Promise.all(
        children.map((pid) => until(`${pid} is gone`, async () => ((await isAlive(pid)) ? undefined : true), 1000)),
      )
    }
    let current = await post()
    for (let kills = 0; kills < KILLS;) {
      await untilMoment(kills, async () => (await statusOf(ann, current.id)) === 'ready')
      await killed()
      // It was quicker than the kill: that one does not count.
      if ((await statusOf(ann, current.id)) === 'ready') current = await post()
      else kills++
      worker = startWorkerProcess(quick)
    }
    await untilReady(ann, current.id)
    const undisturbed = await post()
    await untilReady(ann, undisturbed.id)
    const expected = await storedOf(media, undisturbed.track)
    expect(expected).toHaveLength(1 + COMPANIONS)
    for (const { track } of posts) expect(await storedOf(media, track)).toEqual(expected)
    expect(await tracksBelow(media)).toHaveLength(posts.length * (1 + COMPANIONS))

    const deleted = await ann.post('Deleted', file)
    await untilMoment(1, async () => false)
    await killed()
    // Else the job that removes its files may die too, and is tried again only half a minute later.
    await ann.send(`/post/${deleted.body.id}`, { method: 'DELETE' })
    worker = startWorkerProcess(quick)
    await until('the files of the post that was deleted are gone', async () =>
      (await tracksBelow(media)).length === posts.length * (1 + COMPANIONS) ? true : undefined,
    )

    expect(await filesBelow(temporary)).toEqual([])
    expect(await readdir(temporary), 'only the folders of the two processes that run').toHaveLength(2)
    console.log(`${KILLS} kills, ${posts.length} tracks`)
  } finally {
    await worker.kill()
    await server.stop()
    await rm(DATA_DIR, { recursive: true })
  }
})
