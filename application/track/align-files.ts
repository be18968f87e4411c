import { err, ok, safeTry } from 'neverthrow'
import { type NothingFits, type OffsetProposal, proposeOffset } from '#domain/sound/alignment.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { type Onsets, onsetCollector } from '#domain/sound/onsets.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type AudioFile, type FileUnreadable, openFile, type OpenFileDependencies } from './audio-file.ts'

/** How much of a file is listened to, in frames: five minutes tell, and take 60 MB. */
const LISTENED = 300 * SAMPLE_RATE

const onsetsIn = (deps: OpenFileDependencies, file: AudioFile): Outcome<Onsets, FileUnreadable> =>
  safeTry(async function* () {
    const { decode } = yield* openFile(deps, file)
    const collector = onsetCollector()
    for await (const block of decode(LISTENED)) {
      if (block.isErr()) return err(block.error)
      collector.add(block.value)
    }
    return ok(collector.onsets())
  })

/**
 * Proposes the offset at which the other file fits the one in a mix, by the first five minutes of both. Refuses a file that
 * cannot be read, and files that have nothing in common.
 */
export const alignFiles =
  (deps: OpenFileDependencies) =>
  (one: AudioFile, other: AudioFile): Outcome<OffsetProposal, FileUnreadable | NothingFits> =>
    safeTry(async function* () {
      return proposeOffset(yield* onsetsIn(deps, one), yield* onsetsIn(deps, other))
    })
