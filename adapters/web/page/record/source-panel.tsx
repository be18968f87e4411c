import { usePage } from '../context.ts'
import { FileChoice } from './file-choice.tsx'
import { MicrophonePanel } from './microphone-panel.tsx'
import { TakeList } from './take-list.tsx'
import type { TrackSource } from './track-source.ts'

type Props = { readonly source: TrackSource; readonly wrong?: string | undefined }

/** Records a track, or takes a file. */
export const SourcePanel = ({ source, wrong }: Props) => {
  const { record: say } = usePage().words
  const { recorder, takes, file, chosenTake, chosenName } = source
  const choose = (chosen: File | null) => {
    file.value = chosen
  }
  return (
    <>
      <MicrophonePanel recorder={recorder} />
      <TakeList
        takes={takes}
        chosen={file.value === null ? (chosenTake.value?.name ?? null) : null}
        hasSong={recorder.song !== null}
        onChoose={(name) => {
          file.value = null
          chosenName.value = name
        }}
      />
      <details open={file.value !== null || wrong !== undefined}>
        <summary>{say.orFile}</summary>
        <FileChoice id="track-file" file={file.value} onFile={choose} wrong={wrong} />
      </details>
    </>
  )
}
