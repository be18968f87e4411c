import { err, ok } from 'neverthrow'
import type { LeaseLost, NothingToRender } from '#domain/mix/mix.ts'
import { orderReset } from './account/forgotten-password.ts'
import { sendLetter, type SendLetterAsks } from './account/send-letter.ts'
import { purgeStaleUsers } from './account/purge-stale-users.ts'
import { renderMix, type RenderMixAsks } from './mix/render-mix.ts'
import type { Job, JobFailure } from './shared/jobs.ts'
import type { Outcome } from './shared/outcome.ts'
import type { UnitOfWork } from './shared/unit-of-work.ts'
import { sweepOrphans, type SweepOrphansAsks } from './track/sweep-orphans.ts'

/** What all jobs together need. */
export type PerformJobAsks = Omit<SendLetterAsks, 'unitOfWork'> &
  Omit<RenderMixAsks, 'unitOfWork'> &
  SweepOrphansAsks & { readonly unitOfWork: UnitOfWork }

/** Nothing is left to do for this worker: the mix is done, or another has it. */
const settled = (refusal: { readonly type: string }): refusal is NothingToRender | LeaseLost =>
  refusal.type === 'NothingToRender' || refusal.type === 'LeaseLost'

const perform = (asks: PerformJobAsks, job: Job): Outcome<unknown, { readonly type: string }> => {
  switch (job.type) {
    case 'send-letter':
      return sendLetter(asks)(job.letterId)
    case 'order-reset':
      return orderReset(asks)(job)
    case 'purge-stale-users':
      return purgeStaleUsers(asks)()
    case 'render-mix':
      return renderMix(asks)(job.postId).orElse((refusal) => (settled(refusal) ? ok(undefined) : err(refusal)))
    case 'remove-file':
      return asks.blobs.remove(job.path)
    case 'remove-folder':
      return asks.blobs.removeFolder(job.folder)
    case 'sweep-orphans':
      return sweepOrphans(asks)()
  }
}

/** Does what a job says; every job may be repeated. */
export const performJob =
  (asks: PerformJobAsks) =>
  (job: Job): Outcome<void, JobFailure> =>
    perform(asks, job)
      .map(() => undefined)
      .mapErr((cause) => ({ type: 'JobFailure', job, cause }))
