import { err, ok, safeTry } from 'neverthrow'
import { withMasterFiles } from '#domain/mix/master-files.ts'
import type { LeaseLost, NothingToRender } from '#domain/mix/mix.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { queueResetMail } from './account/forgotten-password.ts'
import { sendQueuedMail, type SendQueuedMailDependencies } from './account/send-queued-mail.ts'
import { purgeStaleUsers } from './account/purge-stale-users.ts'
import { renderMix, type RenderMixDependencies } from './mix/render-mix.ts'
import { renderProposals, type RenderProposalsDependencies } from './mix/render-proposals.ts'
import type { Job, JobEnding, JobFailure } from './shared/jobs.ts'
import type { Outcome } from './shared/outcome.ts'
import type { UnitOfWork } from './shared/unit-of-work.ts'
import { ingestTrack, type IngestTrackDependencies } from './track/ingest-track.ts'
import { sweepOrphans, type SweepOrphansDependencies } from './track/sweep-orphans.ts'

/** What all jobs together need. */
export type PerformJobDependencies = Omit<SendQueuedMailDependencies, 'unitOfWork'> &
  Omit<RenderMixDependencies, 'unitOfWork'> &
  Omit<RenderProposalsDependencies, 'unitOfWork'> &
  Omit<IngestTrackDependencies, 'unitOfWork'> &
  SweepOrphansDependencies & { readonly unitOfWork: UnitOfWork }

/** There is nothing left to do: the mix is done, or another worker has it. */
const settled = (refusal: { readonly type: string }): refusal is NothingToRender | LeaseLost =>
  refusal.type === 'NothingToRender' || refusal.type === 'LeaseLost'

/** Removes the file; with the MP3 of a master, its other formats. */
const removeFile = ({ blobs }: Pick<PerformJobDependencies, 'blobs'>, path: MediaPath): Outcome<void> =>
  safeTry(async function* () {
    for (const file of withMasterFiles(path)) yield* blobs.remove(file)
    return ok()
  })

const perform = (deps: PerformJobDependencies, job: Job): Outcome<unknown, { readonly type: string }> => {
  switch (job.type) {
    case 'send-mail':
      return sendQueuedMail(deps)(job.mailId)
    case 'queue-reset-mail':
      return queueResetMail(deps)(job)
    case 'purge-stale-users':
      return purgeStaleUsers(deps)()
    case 'ingest-track':
      return ingestTrack(deps)(job).map((ingest) => (ingest?.status === 'failed' ? 'given-up' : 'done'))
    case 'render-mix':
      return renderMix(deps)(job.postId).orElse((refusal) => (settled(refusal) ? ok() : err(refusal)))
    case 'render-proposals':
      return renderProposals(deps)(job.postId)
    case 'remove-file':
      return removeFile(deps, job.path)
    case 'remove-folder':
      return deps.blobs.removeFolder(job.folder)
    case 'sweep-orphans':
      return sweepOrphans(deps)()
  }
}

/** Performs a job. Every job may be repeated. */
export const performJob =
  (deps: PerformJobDependencies) =>
  (job: Job): Outcome<JobEnding, JobFailure> =>
    perform(deps, job)
      .map((ending): JobEnding => (ending === 'given-up' ? ending : 'done'))
      .mapErr((cause) => ({ type: 'JobFailure', job, cause }))
