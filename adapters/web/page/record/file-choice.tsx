import { useEffect, useState } from 'preact/hooks'
import { usePage } from '../context.ts'
import { Notes } from '../parts/fields.tsx'
import { AUDIO, megabytes, soundIn } from './audio-file.ts'

type Props = {
  readonly id: string
  readonly file: File | null
  readonly onFile: (file: File | null) => void
  /** What is wrong with it. */
  readonly wrong?: string | undefined
}

/** A sound that is there already: chosen, dragged here, or pasted anywhere on the page. */
export const FileChoice = ({ id, file, onFile, wrong }: Props) => {
  const { record: say } = usePage().words
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) => {
      const found = soundIn(clipboardData?.files ?? [])
      if (found !== null) onFile(found)
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [onFile])
  return (
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        const found = soundIn(event.dataTransfer?.files ?? [])
        if (found !== null) onFile(found)
      }}
    >
      <div class="field">
        <label for={id}>{say.chooseFile}</label>
        <input
          id={id}
          type="file"
          accept={AUDIO}
          aria-describedby={wrong === undefined ? `${id}-hint` : `${id}-hint ${id}-fault`}
          aria-invalid={wrong !== undefined}
          onChange={({ currentTarget }) => onFile(currentTarget.files?.[0] ?? null)}
        />
        <Notes id={id} hint={say.dropHint} wrong={wrong} />
      </div>
      <p role="status">{file === null ? '' : say.fileChosen(file.name, megabytes(file.size))} </p>
      {file !== null && (
        <button type="button" class="quiet" onClick={() => onFile(null)}>
          {say.noFile}
        </button>
      )}
    </div>
  )
}
