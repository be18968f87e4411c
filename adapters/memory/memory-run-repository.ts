import { ok } from 'neverthrow'
import type { RunRepository } from '#application/idempotency/ports.ts'
import type { RunName } from '#domain/idempotency/run.ts'
import { breach, type MemoryUnit } from './memory-store.ts'

const keyOf = ({ userId, key }: RunName): string => `${userId} ${key}`

export const memoryRunRepository = (unit: MemoryUnit): RunRepository => ({
  add: (run) =>
    unit.step((draft) => {
      if (draft.now().runs.has(keyOf(run))) return ok(false)
      if (!draft.now().users.has(run.userId)) return breach(`a run of no user: ${run.userId}`)
      draft.put('runs', keyOf(run), run)
      return ok(true)
    }),
  byName: (name) => unit.step((draft) => ok(draft.now().runs.get(keyOf(name)) ?? null)),
  save: (run) =>
    unit.step((draft) => {
      if (draft.now().runs.has(keyOf(run))) draft.put('runs', keyOf(run), run)
      return ok()
    }),
  remove: (name) => unit.step((draft) => ok(draft.take('runs', keyOf(name)))),
  removeBegunUntil: (moment, limit) =>
    unit.step((draft) => {
      const forgotten = [...draft.now().runs].filter(([, { begunAt }]) => begunAt <= moment).slice(0, limit)
      return ok(forgotten.forEach(([key]) => draft.take('runs', key)))
    }),
})
