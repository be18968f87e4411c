import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { openJobs } from '#adapters/pg-boss/open-jobs.ts'
import { HOUR } from '#domain/shared/instant.ts'
import { MIN_ORPHAN_AGE } from '#domain/track/orphan.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { freshDatabase } from '../databases/fresh.ts'
import { bomb } from '../images/pictures.ts'
import { join as joinSoundhub } from '../story/client.ts'
import { newestLink } from '../story/outbox.ts'
import { sound } from '../story/story.ts'
import { until } from '../story/until.ts'
import { startServerProcess } from './server-process.ts'

const filesBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))

/** The job that a worker queues about once a day. */
const queueSweep = async (databaseUrl: string): Promise<void> => {
  const database = await valueOf(openDatabase({ databaseUrl }))
  const queue = await valueOf(openJobs({ databaseUrl }))
  await valueOf(
    database
      .unitOfWork((transaction) => queue.jobsIn(transaction))
      .run(({ jobs }) => jobs.add({ type: 'sweep-orphans' })),
  )
  await queue.close()
  await database.close()
}

it('a running server sweeps old files that no row names, and nothing else', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-swept-'))
  const { url: DATABASE_URL } = await freshDatabase()
  const server = await startServerProcess({ DATA_DIR, DATABASE_URL })
  try {
    const ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(join(DATA_DIR, 'outbox'), address))
    const { body: post } = await ann.post('Kept', sound(440, 1))
    await ann.send('/user/1/profile_img', { files: { profile_img: await bomb(400, 400) } })
    const track = (await filesBelow(DATA_DIR)).find((file) => file.endsWith(post.author_track))!
    const media = track.slice(0, -post.author_track.length)
    await until('the track is ingested', async () =>
      JSON.stringify((await ann.send(`/post/${post.id}`)).body).includes('"status":"ready"') ? true : undefined,
    )
    const kept = await filesBelow(media)
    const orphans = ['user_1/Post_7/author_track.mp3', `${dirname(post.author_track)}/comment_track.mp3`]
    const young = 'user_1/Post_8/author_track.mp3'
    for (const path of [...orphans, young]) {
      await mkdir(dirname(join(media, path)), { recursive: true })
      await writeFile(join(media, path), 'cut off')
    }
    const old = new Date(Date.now() - MIN_ORPHAN_AGE - HOUR)
    for (const path of [...kept, ...orphans.map((orphan) => join(media, orphan))]) await utimes(path, old, old)

    await queueSweep(DATABASE_URL)

    const expected = [...kept, join(media, young)].toSorted()
    await until('the orphans are gone', async () =>
      (await filesBelow(media)).length === expected.length ? true : undefined,
    )
    expect((await filesBelow(media)).toSorted()).toEqual(expected)
    expect((await ann.media(post.author_track)).length).toBeGreaterThan(48_000)
  } finally {
    await server.stop()
    await rm(DATA_DIR, { recursive: true })
  }
})
