import { ok, okAsync, type Result } from 'neverthrow'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { MemoryJobRunner } from '#adapters/memory/system/memory-job-runner.ts'
import { S3BlobStore } from '#adapters/s3/s3-blob-store.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import type { Ports } from '#application/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { BlobStore } from '#application/track/staging-and-blob-store.ts'
import { sweepOrphans } from '#application/track/sweep-orphans.ts'
import { primaryFile } from '#domain/image/image.ts'
import { masterOf } from '#domain/mix/master-files.ts'
import type { CommentId, PostId } from '#domain/shared/id.ts'
import { HOUR, instant } from '#domain/shared/instant.ts'
import { uploadOf } from '#domain/track/stem.ts'
import { type MediaPath, parseMediaPath } from '#domain/track/track.ts'
import { active, POST_FORM, sound, staged } from '#test/application/given.ts'
import { world } from '#test/application/world.ts'
import { png } from '#test/images/pictures.ts'
import { S3_FAULTS, type S3Server, startS3 } from '#test/s3/s3-server.ts'

/** How often something is done; 500 for the report. */
const ROUNDS = Number(process.env['S3_FAULT_ROUNDS'] ?? 25)

/** One request in so many is hurt, another for each round. */
const ONE_IN = [2, 5, 10] as const

const IMPATIENT = { attempts: 2, connectMs: 1000, answerMs: 75, silenceMs: 75 }

let s3: S3Server
beforeAll(async () => {
  s3 = await startS3()
})
afterEach(() => {
  s3.fault = () => null
})
afterAll(() => s3.close())

/** Numbers below a limit, always the same ones. */
const dice = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Mutant = (ports: Ports, blobs: BlobStore) => Partial<Ports>

const asItIs: Mutant = (_, blobs) => ({ blobs })

/** The planted fault: what is to be stored is stored once the row is there. */
const blobAfterRow: Mutant = ({ unitOfWork }, blobs) => {
  let waiting: (() => Outcome<void>)[] = []
  const store = (): Outcome<void> => {
    const all = waiting
    waiting = []
    return all.reduce<Outcome<void>>((before, keep) => before.andThen(keep), okAsync(undefined))
  }
  return {
    blobs: {
      keep: (file, path) => {
        waiting.push(() => blobs.keep(file, path))
        return okAsync(undefined)
      },
      read: (path, range) => blobs.read(path, range),
      list: (after, limit) => blobs.list(after, limit),
      remove: (path) => blobs.remove(path),
      removeFolder: (folder) => blobs.removeFolder(folder),
      abortUnfinished: (before) => blobs.abortUnfinished(before),
    },
    unitOfWork: { run: (work) => unitOfWork.run(work).andThen((value) => store().map(() => value)) },
  }
}

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** Soundhub whose rows are in memory, which does not fail, and whose files are in S3, which does. */
const onS3 = async (mutant: Mutant) => {
  const on = world()
  const blobs = new S3BlobStore({ bucket: s3.open({ patience: IMPATIENT }), staging: on.ports.staging })
  /** Looks at what is there, and has the time for it. */
  const patient = new S3BlobStore({ bucket: s3.open(), staging: on.ports.staging })
  const app = on.having(mutant(on.ports, blobs))
  const runner = on.ports.jobRunner as MemoryJobRunner
  const people = [await active(on, 'Ann'), await active(on, 'Bob')] as const
  const work = async () => {
    await valueOf(runner.start(app.worker.performJob))
    await valueOf(runner.drain())
    await runner.stop()
  }
  const stored = async () => (await valueOf(patient.list(null, 10_000))).map(({ path }) => path)
  /** Every path in any row. */
  const named = async (): Promise<readonly MediaPath[]> => {
    const { jobs: _, ...tables } = await on.rows()
    const texts = Object.values(tables).flatMap((table) => [...table.values()].flatMap(textsIn))
    return [...new Set(texts)].map(parseMediaPath).filter((path) => path !== null)
  }
  const missing = async () => {
    const there = new Set(await stored())
    return (await named()).filter((path) => !there.has(path))
  }
  const sweep = () => {
    const clock = { now: () => instant(Date.now() + 7 * HOUR) }
    return valueOf(sweepOrphans({ ...on.ports, blobs: patient, clock })())
  }
  const orphans = async () => {
    const known = new Set(await named())
    return (await stored()).filter((path) => !known.has(primaryFile(masterOf(uploadOf(path)))))
  }
  // Ids and paths are the same in every house.
  for (const person of people) await valueOf(patient.removeFolder(`user_${person}`))
  return { on, app, people, work, missing, orphans, sweep }
}

type House = Awaited<ReturnType<typeof onS3>>

/** Something that stores files or removes them, or both. It may be refused. */
const something = async (
  { on, app, people: [ann, bob] }: House,
  roll: (below: number) => number,
): Promise<Result<unknown, unknown>> => {
  const { posts, comments } = await on.rows()
  const one = <Id>(of: ReadonlyMap<Id, unknown>): Id | undefined => [...of.keys()][roll(of.size)]
  const [postId, commentId] = [one<PostId>(posts), one<CommentId>(comments)]
  const track = () => staged(on, sound(48 + roll(48), 0.1))
  const picture = async () => staged(on, await png(4, 4))
  const deed = roll(8)
  if (postId === undefined || deed <= 1) return app.posts.create({ author: ann, ...POST_FORM, track: await track() })
  switch (deed) {
    case 2:
      return app.comments.create({ postId, author: bob, instruments: 'Bass', track: await track() })
    case 3:
      return app.posts.edit({ id: postId, editor: ann, image: await picture() })
    case 4:
      return app.users.changePictures({ id: bob, editor: bob, picture: await picture() })
    case 5:
      return app.mixes.request({ postId, requester: ann, stems: [...comments.keys()].slice(0, 2) })
    case 6:
      return commentId === undefined ? ok() : app.comments.delete({ id: commentId, remover: bob })
    default:
      return roll(3) === 0 ? app.posts.delete({ id: postId, remover: ann }) : ok()
  }
}

/** What came of it: rounds after which a row named a missing file, faults by kind, and what was done or refused. */
type Report = {
  readonly lost: readonly string[]
  readonly injected: ReadonlyMap<string, number>
  readonly done: number
  readonly refused: number
}

/** Does something under faults again and again, until so much is lost. */
const hurt = async (house: House, rounds: number, until = Infinity): Promise<Report> => {
  const roll = dice(4711)
  const lost: string[] = []
  const injected = new Map<string, number>()
  let [done, refused] = [0, 0]
  for (let round = 1; round <= rounds && lost.length < until; round++) {
    const oneIn = ONE_IN[round % ONE_IN.length]!
    s3.fault = () => {
      const fault = roll(oneIn) === 0 ? S3_FAULTS[roll(S3_FAULTS.length)]! : null
      if (fault !== null) injected.set(fault, (injected.get(fault) ?? 0) + 1)
      return fault
    }
    const result = await something(house, roll)
    if (result.isOk()) done++
    else refused++
    await house.work()
    await s3.settled()
    s3.fault = () => null
    const missing = await house.missing()
    if (missing.length > 0) lost.push(`round ${round}: ${missing.join(', ')}`)
  }
  return { lost, injected, done, refused }
}

describe(`S3 that fails, is slow, breaks off and answers too late, ${ROUNDS} times`, () => {
  const patience = 60_000 + ROUNDS * 1000
  test('never has a row name a missing file, and leaves no orphan after the sweep', { timeout: patience }, async () => {
    const house = await onS3(asItIs)
    const { lost, injected, done, refused } = await hurt(house, ROUNDS)
    const left = (await house.orphans()).length
    console.log({ ...Object.fromEntries(injected), done, refused, 'orphans before the sweep': left })
    expect(lost).toEqual([])
    for (const fault of S3_FAULTS) expect(injected.get(fault), fault).toBeGreaterThan(0)
    expect([done > 0, refused > 0, left > 0]).toEqual([true, true, true])
    await house.sweep()
    expect([await house.orphans(), await house.missing()]).toEqual([[], []])
  })

  test('finds a house that stores a file after its row', async () => {
    const { lost } = await hurt(await onS3(blobAfterRow), ROUNDS, 1)
    expect(lost).toHaveLength(1)
  })
})
