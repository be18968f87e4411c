import { errAsync } from 'neverthrow'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { requeueWaitingMixes } from '#application/mix/requeue-waiting-mixes.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { MINUTE } from '#domain/shared/instant.ts'
import { FRAME_BYTES, SAMPLE_RATE } from '#domain/sound/block.ts'
import type { Staging } from '#application/track/staging-and-blob-store.ts'
import { jsonOf, signUp, work } from '../../adapters/http/house.ts'
import type { Body } from '../../story/client.ts'
import { heard, sound } from '../../story/story.ts'
import { newestLink } from '../../story/outbox.ts'
import { rounds } from '../rounds.ts'
import { diskUnder, FFMPEG_SCRIPT, limitedFfmpeg, ROOM_FLAG } from './full-disk.ts'
import { type UploadChanges, uploadPlace, type UploadPlace } from './upload-place.ts'

const ROUNDS = rounds(1, 30)
const SECONDS = 3
/** What is written while such a song is mixed: sound by this process, and less than half of a master by ffmpeg. */
const SOUND_BYTES = SECONDS * SAMPLE_RATE * FRAME_BYTES
const ENCODED_BYTES = 15_000

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const begin = async (ports: UploadChanges['ports'] = (own) => own) => {
  const place = await uploadPlace({ ffmpeg: limitedFfmpeg, ports })
  const disk = diskUnder(place.folder)
  ends.push(place.remove, disk.unmount)
  return { place, disk }
}

/** Every file but those that the test put there. */
const lasting = async ({ files }: UploadPlace): Promise<readonly string[]> =>
  (await files()).filter((name) => name !== ROOM_FLAG && name !== FFMPEG_SCRIPT)

/** Everything that is kept of an installation. */
const kept = async (place: UploadPlace): Promise<object> => {
  const tables = Object.entries(await valueOf(place.given.world.tables()))
  return { rows: tables.map(([name, table]) => [name, [...table].length]), files: await lasting(place) }
}

const shown = async ({ given }: UploadPlace, post: number): Promise<Body> =>
  (await (await given.app.request(`/post/${post}`)).json()) as Body

/** Asks for a mix that is like none before. */
const ask = async ({ given, ann }: UploadPlace, post: number, round: number): Promise<number> => {
  const asked = await given.app.request(`/post/${post}/mix`, {
    method: 'PATCH',
    body: JSON.stringify({ stems: [], master: { loudness_lufs: -14 - round / 10 } }),
    headers: { 'Content-Type': 'application/json', ...ann },
  })
  return asked.status
}

const FILE = sound(440, 1)

/** A place between the first byte and the last, another one each round. */
const shareOf = (round: number): number => (round * 0.618) % 1

/** What is wrong with how an upload was answered for which there is no room after so many bytes. */
const faultsOfUpload = async ({ place, disk }: Awaited<ReturnType<typeof begin>>, room: number) => {
  const before = await kept(place)
  await disk.fill(room)
  const refused = await place.upload(FILE)
  await refused.text()
  await disk.clear()
  const after = await kept(place)
  return {
    answer: [refused.status, refused.headers.get('Retry-After')],
    isAsBefore: JSON.stringify(after) === JSON.stringify(before),
    afterwards: (await place.upload(FILE)).status,
  }
}

const RIGHT = { answer: [503, '5'], isAsBefore: true, afterwards: 201 }

describe('a disk that is full', () => {
  it(`in the middle of an upload is no fault of the sender, ${ROUNDS} times`, async () => {
    const given = await begin()
    // The upload is written once as it came, and once where it is decoded.
    for (let round = 1; round <= ROUNDS; round++)
      expect(await faultsOfUpload(given, Math.floor(2 * FILE.length * shareOf(round))), `round ${round}`).toEqual(RIGHT)
  })

  it('is found where it is answered as the fault of the sender', async () => {
    const given = await begin((own) => ({ ...own, staging: withoutRoomTooLarge(own.staging!) }))
    expect(await faultsOfUpload(given, FILE.length / 2)).not.toEqual(RIGHT)
  })

  it(`in the middle of a mix leaves the mix to be done again, ${ROUNDS} times`, async () => {
    const { place, disk } = await begin()
    const post = Number((await jsonOf(await place.upload(sound(440, SECONDS)))).id)
    await work(place.given)
    for (let round = 1; round <= ROUNDS; round++) {
      expect(await ask(place, post, round)).toBeLessThan(300)
      const before = await lasting(place)
      await (round % 2 === 0
        ? disk.fill(Number.POSITIVE_INFINITY, ENCODED_BYTES * shareOf(round))
        : disk.fill(Math.floor(SOUND_BYTES * shareOf(round))))
      await work(place.given)
      await disk.clear()
      const { mix, master_track: old } = await shown(place, post)
      expect(mix?.status, `round ${round}`).toMatch(/queued|ingesting|mixing|encoding/)
      expect(await lasting(place)).toEqual(before)
      // A worker looks for such mixes every few seconds; by then it may be tried again.
      place.given.world.clock.advance(MINUTE)
      await valueOf(requeueWaitingMixes(place.given.world)())
      await work(place.given)
      const done = await shown(place, post)
      expect(done.mix).toMatchObject({ status: 'done', revision: round })
      expect(done.master_track).not.toBe(old)
      expect((await lasting(place)).length, 'one master more').toBe(before.length + 1)
      const file = await readFile(join(place.folder, 'media', done.master_track ?? ''))
      expect((await heard(file, place.folder)).length).toBeGreaterThanOrEqual(SECONDS * SAMPLE_RATE)
    }
  })

  it(`in the middle of a mail leaves the mail to be sent again, ${ROUNDS} times`, async () => {
    const { place, disk } = await begin()
    for (let round = 1; round <= ROUNDS; round++) {
      const before = await readdir(place.outbox)
      await disk.fill(Math.floor(1_000 * shareOf(round)))
      expect((await signUp(place.given, `bob${round}`)).status).toBe(201)
      await work(place.given)
      expect(await readdir(place.outbox), `round ${round}`).toEqual(before)
      await disk.clear()
      await work(place.given)
      expect(await readdir(place.outbox)).toHaveLength(before.length + 1)
      expect(await newestLink(place.outbox, `bob${round}@example.org`)).toContain('activation_key=')
    }
  })
})

/** A mutant: whatever cannot be written was too large. */
const withoutRoomTooLarge = (staging: Staging): Staging => ({
  read: (file) => staging.read(file),
  discard: (file) => staging.discard(file),
  receive: (bytes, limit) =>
    staging
      .receive(bytes, limit)
      .orElse((fault) =>
        typeof fault === 'object' && fault !== null && 'type' in fault && fault.type === 'Unavailable'
          ? errAsync({ type: 'TooLarge' as const, ...limit })
          : errAsync(fault),
      ),
})
