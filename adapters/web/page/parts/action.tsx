import { useState } from 'preact/hooks'
import type { Asked, Refused } from '../api.ts'

const nothing = (): void => {}

/** Asks the API for something at a click: once at a time, and with the reason where it was refused. */
export const useAction = () => {
  const [refused, setRefused] = useState<Refused | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const act = async <Value,>(
    ask: () => Promise<Asked<Value>>,
    done: (value: Value) => void = nothing,
  ): Promise<void> => {
    if (isBusy) return
    setIsBusy(true)
    setRefused(null)
    const answer = await ask()
    setIsBusy(false)
    if (answer.ok) done(answer.value)
    else setRefused(answer.refused)
  }
  return { refused, isBusy, act }
}
