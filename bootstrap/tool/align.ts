import { alignFiles } from '#application/track/align-files.ts'
import { SAMPLES_PER_MS } from '#domain/mix/recipe.ts'
import type { OffsetProposal } from '#domain/sound/alignment.ts'
import { failed, misused } from './ending.ts'
import { inputFile } from './files.ts'
import type { Known, Options } from './options.ts'
import { sentenceOf } from './sentences.ts'
import { withWorkbench } from './workbench.ts'

/** What `soundhub align` takes. */
export const ALIGN_OPTIONS: Known = { values: [], switches: ['json', 'help'] }

/** How it is called. */
export const ALIGN_USAGE = `soundhub align <file> <other file>
  proposes the offset at which the other file fits the first one in a mix, by the first five minutes of both
  --json  prints one JSON object; offset_samples is null if nothing fits`

const REASONS: Readonly<Record<OffsetProposal['foundBy'], string>> = {
  waveform: 'the same sound is in both',
  onsets: 'both play to one beat',
}

const text = (file: string, { offset, confidence, foundBy }: OffsetProposal): string => {
  const milliseconds = (offset / SAMPLES_PER_MS).toFixed(1)
  const sure = confidence < 0.5 ? 'unsure, some other place fits nearly as well' : REASONS[foundBy]
  return `${file}:offset=${offset}samples  (${milliseconds} ms; confidence ${Math.round(100 * confidence)} %: ${sure})`
}

const json = (proposal: OffsetProposal | null): object => ({
  offset_samples: proposal?.offset ?? null,
  offset_ms: proposal === null ? null : proposal.offset / SAMPLES_PER_MS,
  confidence: Math.round(100 * (proposal?.confidence ?? 0)) / 100,
  found_by: proposal?.foundBy ?? null,
})

/** Aligns the two files that the options name. Ends with 1 if nothing fits. */
export const runAlign = async (options: Options): Promise<string> => {
  const [one, other, ...more] = options.words
  if (one === undefined || other === undefined || more.length > 0) throw misused('Two files are aligned at a time.')
  const [first, second] = [await inputFile(one), await inputFile(other)]
  const isJson = options.switches.has('json')
  return withWorkbench(async (bench) => {
    const found = await alignFiles(bench)(first, second)
    if (found.isOk()) return isJson ? JSON.stringify(json(found.value)) : text(other, found.value)
    if (found.error.type !== 'NothingFits') throw failed(sentenceOf(found.error))
    if (isJson) return JSON.stringify(json(null))
    throw failed(`Nothing fits: ${one} and ${other} have no sound and no beat in common within 30 s.`)
  })
}
