import { readdir } from 'node:fs/promises'
import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { jsonOf, work } from '../../adapters/http/house.ts'
import { encoded, madeByFfmpeg } from '../../audio/encoded.ts'
import { childrenOf } from '../../audio/processes.ts'
import { sound } from '../../story/story.ts'
import { rounds } from '../rounds.ts'
import { uploadPlace, type UploadPlace } from './upload-place.ts'

/** 500 would take longer than the whole short form may. */
const UPLOADS = rounds(60, 10_000)
const AT_ONCE = 4
/** Until then libraries are loaded and memory is not yet what it will be. */
const WARM_UP = 20
const MOST_MEGABYTES = 64
const SEED = 20_261_130

const FORMATS = 'mp3 aac m4a mp2 mov wav aiff caf wv mka flac ogg opus webm'.split(' ') as Parameters<
  typeof encoded
>[1][]

/** Chance that comes again: xorshift with 32 bits. */
const chanceOf = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
type Chance = ReturnType<typeof chanceOf>

const EXTREMES = [0x00, 0x7f, 0x80, 0xff]

/** What may befall a file on its way, or at the hand of somebody who means harm. */
const MUTATIONS: readonly ((file: Buffer, chance: Chance, other: Buffer) => Buffer)[] = [
  (file, chance) => file.subarray(0, chance(file.length)),
  (file, chance) => file.subarray(chance(file.length)),
  (file, chance) => {
    const changed = Buffer.from(file)
    for (let times = chance(20); times >= 0; times--) changed[chance(file.length)]! ^= 1 << chance(8)
    return changed
  },
  // Lengths and counts stand in front.
  (file, chance) => {
    const changed = Buffer.from(file)
    const at = chance(Math.min(file.length, 512))
    return changed.fill(EXTREMES[chance(EXTREMES.length)]!, at, at + 1 + chance(8))
  },
  (file, chance) => {
    const [from, to] = [chance(file.length), chance(file.length)].toSorted((one, other) => one - other) as [
      number,
      number,
    ]
    return Buffer.concat([file.subarray(0, from), file.subarray(to)])
  },
  (file, chance) => {
    const at = chance(file.length)
    return Buffer.concat([file.subarray(0, at), file.subarray(at >> 1)])
  },
  (file, chance, other) => Buffer.concat([file.subarray(0, chance(file.length)), other.subarray(chance(other.length))]),
]

const files = async (): Promise<readonly Buffer[]> => {
  const wave = sound(440, 0.3)
  const amr = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(32 * 20, 0x3c)])
  const withTags = await madeByFfmpeg(wave, ['-i', 'input.wav', '-metadata', 'title=Blue', '-b:a', '64k', 'out.mp3'])
  return [...(await Promise.all(FORMATS.map((format) => encoded(wave, format)))), amr, withTags]
}

/** Uploads one, and deletes it if it was taken. Gives its status. */
const uploaded = async ({ given, ann, upload }: UploadPlace, file: Buffer): Promise<number> => {
  const answer = await upload(file)
  const { id } = await jsonOf(answer)
  if (answer.status === 201)
    expect((await given.app.request(`/post/${String(id)}`, { method: 'DELETE', headers: { ...ann } })).status).toBe(204)
  return answer.status
}

/** Uploads so many mutants, some at once. */
const uploadMutants = async (place: UploadPlace, count: number, chance: Chance): Promise<readonly number[]> => {
  const originals = await files()
  const statuses: number[] = []
  let begun = 0
  const line = async (): Promise<void> => {
    for (let at = begun++; at < count; at = begun++) {
      const mutate = MUTATIONS[chance(MUTATIONS.length)]!
      const mutant = mutate(originals[at % originals.length]!, chance, originals[chance(originals.length)]!)
      statuses.push(await uploaded(place, mutant))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, line))
  await work(place.given)
  return statuses
}

const held = async (place: UploadPlace) => ({
  files: (await place.files()).filter((name) => !name.startsWith('outbox/')),
  processes: childrenOf().length,
  descriptors: (await readdir('/proc/self/fd')).length,
})

const megabytes = (): number => process.memoryUsage.rss() / 1024 / 1024

describe('mutated and cut uploads of every format', () => {
  it(`are taken or refused, ${UPLOADS} of them, and leave nothing behind`, async () => {
    const place = await uploadPlace()
    const chance = chanceOf(SEED)
    await uploadMutants(place, WARM_UP, chance)
    const [before, memory] = [await held(place), megabytes()]
    const statuses = await uploadMutants(place, UPLOADS - WARM_UP, chance)
    expect(statuses.filter((status) => status !== 201 && (status < 400 || status >= 500))).toEqual([])
    expect(await held(place)).toEqual(before)
    expect(megabytes() - memory).toBeLessThan(MOST_MEGABYTES)
    const taken = statuses.filter((status) => status === 201).length
    console.log(`${statuses.length} mutants, ${taken} taken, ${Math.round(megabytes() - memory)} MB more`)
    await place.remove()
  })

  it('are found where a staged file is not discarded', async () => {
    const place = await uploadPlace({
      ports: ({ staging, ...own }) => ({
        ...own,
        staging: {
          receive: (bytes, limit) => staging!.receive(bytes, limit),
          read: (file) => staging!.read(file),
          discard: () => okAsync(),
        },
      }),
    })
    const before = await held(place)
    await uploadMutants(place, 10, chanceOf(SEED))
    expect((await held(place)).files).not.toEqual(before.files)
    await place.remove()
  })
})
