import type { Soundhub } from '#application/soundhub.ts'
import type { Job, JobType } from '#application/shared/jobs.ts'
import { ACTIVATION_KEY_LIFETIME } from '#domain/account/activation-key.ts'
import { MIN_ORPHAN_AGE } from '#domain/track/orphan.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { caller, posted, requested, active, signedUp, signUpForm, song, sound, staged } from '../given.ts'
import { louder, proposed, story } from '../proposing.ts'
import type { World } from '../world.ts'
import type { Scene } from './scene.ts'

/** The job of this type that waits, as a worker performs it: it stays queued until it is done. */
const waiting = async (
  on: World,
  type: JobType,
): Promise<ReturnType<Scene> extends Promise<infer Act> ? Act : never> => {
  const job = [...(await on.rows()).jobs.values()].find((one) => one.type === type)
  if (job === undefined) throw new Error(`no ${type} waits`)
  return ({ worker }) => worker.performJob(job)
}

const queued = async (on: World, job: Job) => {
  await valueOf(on.ports.unitOfWork.run(({ jobs }) => jobs.add(job)))
  return waiting(on, job.type)
}

/** Every kind of job, with something to do. */
export const JOBS: Readonly<Record<JobType, Scene>> = {
  'send-mail': async (on) => {
    await valueOf(on.app.accounts.signUp(signUpForm(), caller()))
    return waiting(on, 'send-mail')
  },
  'queue-reset-mail': async (on) => {
    await active(on)
    await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
    return waiting(on, 'queue-reset-mail')
  },
  'purge-stale-users': async (on) => {
    await signedUp(on)
    on.clock.advance(ACTIVATION_KEY_LIFETIME)
    return queued(on, { type: 'purge-stale-users' })
  },
  'ingest-track': async (on) => {
    await posted(on, await active(on))
    return waiting(on, 'ingest-track')
  },
  'render-mix': async (on) => {
    const { bass, bob, postId, ann } = await requested(on)
    await on.work()
    await valueOf(on.app.mixes.propose({ postId, proposer: bob, ...louder(bass, 2) }))
    await valueOf(on.app.mixes.request({ postId, requester: ann, ...louder(bass) }))
    return waiting(on, 'render-mix')
  },
  'render-proposals': async (on) => {
    const { postId, carol, bass } = await story(on)
    await proposed(on, postId, carol, louder(bass))
    return waiting(on, 'render-proposals')
  },
  'remove-file': async (on) => {
    const { bob, bass } = await song(on)
    await on.work()
    await valueOf(on.app.comments.delete({ id: bass, remover: bob }))
    return waiting(on, 'remove-file')
  },
  'remove-folder': async (on) => {
    const { ann, postId } = await song(on)
    await on.work()
    await valueOf(on.app.posts.delete({ id: postId, remover: ann }))
    return waiting(on, 'remove-folder')
  },
  'sweep-orphans': async (on) => {
    const { postId } = await song(on)
    const { track } = (await on.rows()).posts.get(postId)!
    await valueOf(on.ports.blobs.keep(await staged(on, sound(12)), `${track.path}.orphan` as typeof track.path))
    on.clock.advance(MIN_ORPHAN_AGE)
    return queued(on, { type: 'sweep-orphans' })
  },
}

/** A worker that starts finds a mix and a proposal whose jobs were lost. */
export const WORKER: Readonly<Record<Exclude<keyof Soundhub['worker'], 'performJob'>, Scene>> = {
  start: async (on) => {
    await requested(on)
    return ({ worker }) => worker.start()
  },
  stop: async (on) => {
    await requested(on)
    return ({ worker }) => worker.stop()
  },
}
