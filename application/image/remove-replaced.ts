import { ok, safeTry } from 'neverthrow'
import { companionFiles } from '#domain/image/image.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

/** Queues the removal of a picture's files, unless it is still the picture. */
export const removeReplaced = (
  { jobs }: Pick<Transaction, 'jobs'>,
  old: MediaPath | null,
  now: MediaPath | null,
): Outcome<void> =>
  safeTry(async function* () {
    if (old === null || old === now) return ok()
    for (const path of [old, ...companionFiles(old)]) yield* jobs.add({ type: 'remove-file', path })
    return ok()
  })
