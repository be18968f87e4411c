import { useState } from 'preact/hooks'
import type { Asked } from '../api.ts'
import { usePage } from '../context.ts'
import { useAction } from './action.tsx'
import { Refusal } from './refusal.tsx'

/** Deletes something after asking once more, on the spot. */
export const DeleteButton = (given: {
  readonly label: string
  readonly question: string
  readonly ask: () => Promise<Asked<unknown>>
  readonly done: () => void
}) => {
  const { shell } = usePage().words
  const { label, question, ask, done } = given
  const [isAsking, setIsAsking] = useState(false)
  const { refused, isBusy, act } = useAction()
  if (!isAsking)
    return (
      <button type="button" class="danger" onClick={() => setIsAsking(true)}>
        {label}
      </button>
    )
  return (
    <div role="group" aria-label={label} class="actions">
      <p>{question}</p>
      <button type="button" class="danger" disabled={isBusy} onClick={() => void act(ask, done)}>
        {shell.remove}
      </button>
      <button type="button" class="quiet" onClick={() => setIsAsking(false)}>
        {shell.cancel}
      </button>
      {refused !== null && <Refusal refused={refused} />}
    </div>
  )
}
