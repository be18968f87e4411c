import { useEffect, useRef, useState } from 'preact/hooks'
import type { Asked } from '../api.ts'
import { usePage } from '../context.ts'
import { useAction } from './action.tsx'
import { Refusal } from './refusal.tsx'

/** Deletes something after asking once more, on the spot. */
export const DeleteButton = (given: {
  readonly label: string
  /** What is deleted, for who does not see where the button is. */
  readonly name?: string
  readonly question: string
  readonly ask: () => Promise<Asked<unknown>>
  readonly done?: () => void
}) => {
  const { shell } = usePage().words
  const { label, name, question, ask, done } = given
  const [isAsking, setIsAsking] = useState(false)
  const { refused, isBusy, act } = useAction()
  const confirmation = useRef<HTMLButtonElement>(null)
  useEffect(() => confirmation.current?.focus(), [isAsking])
  if (!isAsking)
    return (
      <button type="button" class="danger" aria-label={name} onClick={() => setIsAsking(true)}>
        {label}
      </button>
    )
  return (
    <div role="group" aria-label={question} class="actions">
      <p>{question}</p>
      <button type="button" class="danger" ref={confirmation} disabled={isBusy} onClick={() => void act(ask, done)}>
        {shell.remove}
      </button>
      <button type="button" class="quiet" onClick={() => setIsAsking(false)}>
        {shell.cancel}
      </button>
      {refused !== null && <Refusal refused={refused} />}
    </div>
  )
}
