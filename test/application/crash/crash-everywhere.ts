import { isDeepStrictEqual } from 'node:util'
import type { Ports } from '#application/ports.ts'
import { queueSweep } from '#application/track/sweep-orphans.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import { MIN_ORPHAN_AGE } from '#domain/track/orphan.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { type World, world } from '../world.ts'
import { crashingPorts } from './crashes.ts'
import type { Scene } from './scene.ts'

type Rows = Awaited<ReturnType<World['rows']>>
type Through = (ports: Ports) => Ports

/** What came of killing the process at each await of a scene, one world each. */
export type Crashes = {
  /** Where it was killed, `port.method` each. */
  readonly at: readonly string[]
  /** How often the undisturbed scene committed something. */
  readonly commits: number
  /** What does not hold, and where the process was killed. */
  readonly faults: readonly string[]
}

const MEDIA = /"(user_\d+\/[^"]+)"/g

/** The files that posts, comments and people have, as rows name them; those of jobs are on their way out. */
const missingFiles = ({ posts, comments, users }: Rows, stored: readonly string[]): readonly string[] => {
  const text = JSON.stringify([posts, comments, users].map((table) => [...table.values()]))
  return [...text.matchAll(MEDIA)].map(([, path]) => path!).filter((path) => !stored.includes(path))
}

const counted = (names: readonly string[]): Readonly<Record<string, number>> =>
  names.reduce<Record<string, number>>((so, name) => ({ ...so, [name]: (so[name] ?? 0) + 1 }), {})

/** A master's name has the number of the attempt, and another one made it. */
const anyAttempt = (path: string): string => path.replace(/(master_r\d+)_a\d+/, '$1')

/** What people see in the end: other processes have done all jobs, and swept what nobody names. */
const ending = async (on: World) => {
  on.clock.advance(DEFAULT_LEASE)
  const { left } = await on.work()
  on.clock.advance(MIN_ORPHAN_AGE)
  on.chance.queueRolls(0)
  await valueOf(queueSweep(on.ports)())
  await on.work()
  const rows = await on.rows()
  const tables = Object.entries(rows).filter(([name]) => name !== 'activationKeys' && name !== 'jobs')
  return {
    left,
    mails: counted(on.mails().map(({ kind, to }) => `${kind} to ${to}`)),
    files: on.files.paths().map(anyAttempt).toSorted(),
    missing: missingFiles(rows, on.files.paths()),
    sizes: Object.fromEntries(tables.map(([name, table]) => [name, table.size])),
    tracks: [...rows.posts.values(), ...rows.comments.values()].map(({ track }) => track.ingest.status),
    mixes: [...rows.mixes.values()].map(({ state, revision }) => ({ state, revision })),
    proposals: [...rows.mixProposals.values()].map(({ sound }) => sound.status),
  }
}

type Ending = Awaited<ReturnType<typeof ending>>

/** A job that is done and not noted as done is done again: its mail comes twice then, and never more often. */
const onlyMailTwice = (came: Ending, wanted: Ending): boolean => {
  const without = ({ mails, sizes, ...rest }: Ending) => ({
    ...rest,
    mails: Object.keys(mails),
    sizes: { ...sizes, queuedMails: 0 },
  })
  const more = Object.entries(came.mails).map(([mail, times]) => times - (wanted.mails[mail] ?? 0))
  return isDeepStrictEqual(without(came), without(wanted)) && more.every((times) => times === 0 || times === 1)
}

/** Tells the scene with ports that note what is committed, and dies at an await where there are so many. */
const told = async (scene: Scene, at: number, through: Through) => {
  const on = world()
  const act = await scene(on)
  const states: Rows[] = [await on.rows()]
  const noting: Ports = {
    ...on.ports,
    unitOfWork: {
      run: (work) => on.ports.unitOfWork.run(work).andTee(() => void on.rows().then((rows) => states.push(rows))),
    },
  }
  const { ports, calls, gone } = crashingPorts(noting, at)
  const outcome = await Promise.race([Promise.resolve(act(on.having(through(ports)))), gone])
  return { on, states, outcome, calls, rows: await on.rows() }
}

/** What is committed when the scene is told to its end, and what comes of that, or of a scene that never begins. */
const undisturbed = async (scene: Scene, isJob: boolean, through: Through) => {
  const { on, outcome, states, calls } = await told(scene, Infinity, through)
  if (outcome === undefined || outcome.isErr())
    throw new Error('undisturbed, the scene is refused', { cause: outcome?.error })
  const different = states.filter((state, at) => at === 0 || !isDeepStrictEqual(state, states[at - 1]))
  const untouched = world()
  await scene(untouched)
  const none = await ending(untouched)
  // A job that nobody begins is done by others: for jobs, the two are the same.
  const all = isJob ? none : await ending(on)
  return { calls, states: different, none, all }
}

/**
 * Kills the process at every await of the scene, and lets others finish what it left. Each time the rows have to be as they were
 * before or after a commit of the undisturbed scene, and the mails, jobs and files in the end those of a scene that never
 * began, or of one that nothing disturbed: the former exactly if nothing was committed. A job is always done in the end.
 */
export const crashEverywhere = async (
  scene: Scene,
  { isJob = false, through = (ports) => ports }: { readonly isJob?: boolean; readonly through?: Through } = {},
): Promise<Crashes> => {
  const { calls: all, states, ...endings } = await undisturbed(scene, isJob, through)
  const commits = states.length - 1
  const faults: string[] = []
  for (let at = 0; at < all.length; at++) {
    const { on, calls, rows } = await told(scene, at, through)
    const fault = (what: string, ...shown: readonly unknown[]) =>
      void faults.push([`${at} ${calls.at(-1)}: ${what}`, ...shown.map((one) => JSON.stringify(one))].join(' '))
    const state = states.findIndex((one) => isDeepStrictEqual(one, rows))
    if (state < 0) fault('committed what no whole run does')
    const missing = missingFiles(rows, on.files.paths())
    if (missing.length > 0) fault('there is no file', missing)
    const came = await ending(on)
    const wanted = state === 0 ? endings.none : endings.all
    // What is made for everybody and kept, such as a master of another format, is no row.
    const isEither = commits === 0 && isDeepStrictEqual(came, endings.all)
    if (!isDeepStrictEqual(came, wanted) && !isEither && !(isJob && onlyMailTwice(came, wanted)))
      fault('ends otherwise:', came, wanted)
  }
  return { at: all, commits, faults }
}
