import { signal } from '@preact/signals'
import type { Refused } from '../api.ts'
import { type Parcel, upload } from './upload.ts'

/** `waiting`: it broke, and is begun anew when the connection is back. */
type State = 'idle' | 'preparing' | 'sending' | 'waiting' | 'refused' | 'sent'

/** What another try may mend: nobody answered, or the server was busy, or still with the try before. */
const isPassing = ({ status, code }: Refused): boolean =>
  status === 0 || status >= 500 || status === 429 || code === 'IDEMPOTENCY_KEY_IN_USE'

type Work<Value> = {
  /** Made for each try; null if it cannot be. */
  readonly parcel: () => Promise<Parcel | null>
  readonly done: (value: Value) => void
}

/** Sends one thing, again and again until it is there or refused. */
export const newSending = <Value>() => {
  const state = signal<State>('idle')
  /** 0 … 1. */
  const progress = signal(0)
  const refused = signal<Refused | null>(null)
  /** Whether what is to be sent cannot be read. */
  const isUnreadable = signal(false)
  let work: Work<Value> | null = null

  const attempt = async (): Promise<void> => {
    if (work === null || state.value === 'preparing' || state.value === 'sending') return
    const { parcel, done } = work
    state.value = 'preparing'
    refused.value = null
    progress.value = 0
    const made = await parcel().catch(() => null)
    isUnreadable.value = made === null
    if (made === null) {
      state.value = 'refused'
      return
    }
    state.value = 'sending'
    const answer = await upload<Value>(made, (part) => {
      progress.value = part
    })
    if (answer.ok) {
      state.value = 'sent'
      work = null
      done(answer.value)
      return
    }
    refused.value = answer.refused
    state.value = isPassing(answer.refused) ? 'waiting' : 'refused'
  }

  const send = (wanted: Work<Value>): Promise<void> => {
    work = wanted
    return attempt()
  }

  const onOnline = (): void => {
    if (state.value === 'waiting') void attempt()
  }

  /** Begins to look for the connection. Gives back what ends it. */
  const start = (): (() => void) => {
    addEventListener('online', onOnline)
    return () => removeEventListener('online', onOnline)
  }
  return { state, progress, refused, isUnreadable, send, again: attempt, start }
}

export type Sending = Omit<ReturnType<typeof newSending<unknown>>, 'send'>
