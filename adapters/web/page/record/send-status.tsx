import { usePage } from '../context.ts'
import { Refusal } from '../parts/refusal.tsx'
import type { Sending } from './sending.ts'

const PERCENT = 100

/** How sending goes, and another try where it broke. */
export const SendStatus = ({ sending }: { readonly sending: Sending }) => {
  const { record: say, shell } = usePage().words
  const { state, progress, refused, isUnreadable } = sending
  const isOn = state.value === 'preparing' || state.value === 'sending'
  return (
    <div class="send-status">
      <p role="status">{state.value === 'idle' || state.value === 'refused' ? '' : say.sending[state.value]}</p>
      {isOn && (
        <progress
          max={PERCENT}
          value={Math.round(progress.value * PERCENT)}
          aria-label={say.sending[state.value as 'preparing' | 'sending']}
        />
      )}
      {state.value === 'waiting' && (
        <button type="button" onClick={() => void sending.again()}>
          {shell.retry}
        </button>
      )}
      {state.value === 'refused' && refused.value !== null && <Refusal refused={refused.value} />}
      {isUnreadable.value && <p role="alert">{say.takeUnreadable}</p>}
    </div>
  )
}
