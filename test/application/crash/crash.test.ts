import { describe, expect, test } from 'vitest'
import type { Ports } from '#application/ports.ts'
import { crashEverywhere } from './crash-everywhere.ts'
import { mailsBeforeCommit, queuesAfterCommit } from './mutants.ts'
import type { Scene } from './scene.ts'
import { ACCOUNTS, USERS } from './scenes-of-accounts.ts'
import { JOBS, WORKER } from './scenes-of-jobs.ts'
import { COMMENTS, MESSAGES, MIXES, OTHERS, POSTS } from './scenes-of-songs.ts'

const under = (group: string, scenes: Readonly<Record<string, Scene>>): readonly (readonly [string, Scene])[] =>
  Object.entries(scenes).map(([name, scene]) => [`${group}.${name}`, scene])

const USE_CASES: readonly (readonly [name: string, scene: Scene])[] = [
  ...under('accounts', ACCOUNTS),
  ...under('users', USERS),
  ...under('posts', POSTS),
  ...under('comments', COMMENTS),
  ...under('mixes', MIXES),
  ...under('messages', MESSAGES),
  ...under('worker', WORKER),
  ...Object.entries(OTHERS),
]

/** They only read, or write files and no rows; all others commit once. */
const WITHOUT_COMMIT = new Set([
  'accounts.showActivation',
  'accounts.authenticate',
  'accounts.checkPassword',
  'accounts.showPasswordChange',
  'accounts.showPasswordReset',
  'accounts.showNotMeReport',
  'accounts.listSessions',
  'users.read',
  'users.readDetail',
  'users.list',
  'posts.read',
  'posts.list',
  'posts.waveform',
  'comments.read',
  'comments.list',
  'comments.waveform',
  'mixes.follow',
  'mixes.master',
  'mixes.stems',
  'mixes.revisions',
  'mixes.proposals',
  'mixes.proposal',
  'messages.list',
  'messages.view',
  'worker.start',
  'worker.stop',
  'home.read',
  'home.ofGenre',
  'home.ofInstrument',
  'search',
  'media.read',
  'uploads.receive',
  'uploads.discard',
  'uploads.begin',
  'uploads.read',
  'uploads.append',
  'uploads.take',
  'uploads.drop',
])

describe('a process that is killed at any await', () => {
  test.each(USE_CASES)('of %s has committed everything or nothing, mails and jobs too', async (name, scene) => {
    const { commits, faults } = await crashEverywhere(scene)
    expect(faults).toEqual([])
    expect(commits).toBe(WITHOUT_COMMIT.has(name) ? 0 : 1)
  })

  test.each(Object.entries(JOBS))('of the job %s leaves it to be done by another one', async (_type, scene) => {
    const { at, faults } = await crashEverywhere(scene, { isJob: true })
    expect(faults).toEqual([])
    expect(at.length).toBeGreaterThan(0)
  })
})

test.each<[string, (ports: Ports) => Ports, string]>([
  ['queues jobs after the commit', queuesAfterCommit, 'unitOfWork.run'],
  ['sends mails before the commit', mailsBeforeCommit, 'mailer.send'],
])('finds a process that %s', async (_what, through, call) => {
  const { faults } = await crashEverywhere(ACCOUNTS.signUp, { through })
  expect(faults.map((fault) => fault.split(':')[0])).toContainEqual(expect.stringContaining(call))
})
