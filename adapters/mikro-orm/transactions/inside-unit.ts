import { AsyncLocalStorage } from 'node:async_hooks'

type Unit = { readonly isOpen: boolean }

const enclosing = new AsyncLocalStorage<Unit>()

/** Runs the work so that everything it calls can detect that it is inside this unit of work. */
export const runInside = <Value>(unit: Unit, work: () => Value): Value => enclosing.run(unit, work)

/** Whether the caller runs inside a unit of work that is still open. */
export const isInsideUnit = (): boolean => enclosing.getStore()?.isOpen === true
