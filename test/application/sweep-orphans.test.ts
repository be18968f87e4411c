import { describe, expect, test } from 'vitest'
import { queueSweep } from '#application/track/sweep-orphans.ts'
import { HOUR } from '#domain/shared/instant.ts'
import { MIN_ORPHAN_AGE } from '#domain/track/orphan.ts'
import { mediaPath, profilePath } from '#domain/track/track.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { png } from '../images/pictures.ts'
import { song, staged } from './given.ts'
import { world } from './world.ts'

const sweep = async (on: ReturnType<typeof world>) => {
  on.chance.queueRolls(0, 0)
  await valueOf(queueSweep(on.ports)())
  await valueOf(queueSweep(on.ports)())
  return on.work()
}

/** Everything that can have a file. */
const whole = async () => {
  const on = world()
  const { ann, postId, bass } = await song(on)
  const pictures = { picture: await staged(on, await png(4, 4)), background: await staged(on, await png(4, 4)) }
  await valueOf(on.app.users.changePictures({ id: ann, editor: ann, ...pictures }))
  const image = await staged(on, await png(4, 4))
  await valueOf(on.app.posts.edit({ id: postId, editor: ann, image }))
  await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
  await on.work()
  return { on, ann, postId }
}

describe('a sweep', () => {
  test('comes about once a day, of the hourly thoughts of a worker that may be young', async () => {
    const on = world()
    let swept = 0
    for (let hour = 0; hour < 24 * 100; hour++) {
      await valueOf(queueSweep(on.ports)())
      if ((await on.jobs()).length > 0) swept++
      await on.work()
    }
    expect(swept).toBeGreaterThan(60)
    expect(swept).toBeLessThan(140)
  })

  test('removes what no row names, and nothing that one does', async () => {
    const { on, ann, postId } = await whole()
    const named = on.files.paths().toSorted()
    // Seven files, and three of the stem of each track.
    expect(named).toHaveLength(13)
    const orphans = [
      mediaPath(ann, postId, 'track_0.wav'),
      mediaPath(ann, postId, 'track_0_wav_stem_0123456789abcdef.flac'),
      profilePath(ann, 'profile_img_0_200.webp'),
    ]
    for (const path of orphans) await valueOf(on.ports.blobs.keep(await staged(on), path))
    await on.pass(MIN_ORPHAN_AGE - 1)
    await sweep(on)
    expect(on.files.paths()).toHaveLength(named.length + orphans.length)
    await on.pass(1)
    expect(await sweep(on)).toMatchObject({ performed: 1, left: [] })
    expect(on.files.paths().toSorted()).toEqual(named)
  })

  test('finds what an upload left whose process was killed between file and row', async () => {
    const { on, ann } = await whole()
    const before = on.files.paths().toSorted()
    const killed = on.having({
      unitOfWork: {
        run: (work) =>
          on.files.paths().length > before.length ? (new Promise(() => {}) as never) : on.ports.unitOfWork.run(work),
      },
    })
    const picture = await staged(on, await png(4, 4))
    void killed.users.changePictures({ id: ann, editor: ann, picture })
    await expect.poll(() => on.files.paths().length).toBe(before.length + 2)
    await on.pass(7 * HOUR)
    await sweep(on)
    expect(on.files.paths().toSorted()).toEqual(before)
  })

  test('removes nothing where it looks as if the rows were another house’s', async () => {
    const on = world()
    for (let at = 1; at <= 21; at++)
      await valueOf(on.ports.blobs.keep(await staged(on), mediaPath(1 as never, postIdOf(at), 'track_1.wav')))
    await on.pass(7 * HOUR)
    expect((await sweep(on)).left).toEqual([{ type: 'sweep-orphans' }])
    expect(on.files.paths()).toHaveLength(21)
  })
})
