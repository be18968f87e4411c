import type { Refused } from '../api.ts'
import { Refusal } from './refusal.tsx'

/** What became of an action: why it was refused, and, for a screen reader too, what was done. */
export const Said = ({ refused, said }: { readonly refused: Refused | null; readonly said: string }) => (
  <>
    {refused !== null && <Refusal refused={refused} />}
    <p role="status" class="said">
      {said}
    </p>
  </>
)
