import { AsyncLocalStorage } from 'node:async_hooks'

type Unit = { readonly isOpen: boolean }

const enclosing = new AsyncLocalStorage<Unit>()

/** Does the work so that whatever it calls can tell that it is inside this unit. */
export const within = <Value>(unit: Unit, work: () => Value): Value => enclosing.run(unit, work)

/** Whether whoever asks is at work inside a unit that has not ended. */
export const isInsideUnit = (): boolean => enclosing.getStore()?.isOpen === true
