import { errAsync, ok, type Result, ResultAsync } from 'neverthrow'

/** So much of this work is waiting already that more would not be done in time. It may be asked for again. */
export type Busy = { readonly type: 'Busy' }

/** How much work is done at once, and how much may wait for its turn. */
export type WorkLimits = { readonly atOnce: number; readonly waiting: number }

/**
 * Work that is done once for everybody who asks for it meanwhile: equal keys share one result. So much is done at once,
 * in the order it was asked for.
 */
export const sharedWork = <Value, Refusal>({ atOnce, waiting }: WorkLimits) => {
  const running = new Map<string, ResultAsync<Value, Refusal>>()
  const active = new Set<Promise<unknown>>()

  const inTurn = async (work: () => ResultAsync<Value, Refusal>): Promise<Result<Value, Refusal>> => {
    // Whoever has waited longest looks first.
    while (active.size >= atOnce) await Promise.race(active)
    const done = Promise.resolve(work())
    const ended = done.then(
      () => undefined,
      () => undefined,
    )
    active.add(ended)
    return done.finally(() => active.delete(ended))
  }

  return (key: string, work: () => ResultAsync<Value, Refusal>): ResultAsync<Value, Refusal | Busy> => {
    const same = running.get(key)
    if (same !== undefined) return same
    if (running.size >= atOnce + waiting) return errAsync({ type: 'Busy' })
    const done = new ResultAsync(inTurn(work).finally(() => running.delete(key)))
    running.set(key, done)
    return done.andThen((value) => ok(value))
  }
}
