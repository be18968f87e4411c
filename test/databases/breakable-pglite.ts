import type { PGlite } from '@electric-sql/pglite'

/** A PGlite that can be taken from under its users as if it were closed, and given back. */
export type BreakablePglite = {
  readonly pglite: PGlite
  readonly breakDown: () => void
  readonly repair: () => void
}

/** The instance behind it lives on, so that one serves many cases. */
export const breakable = (pglite: PGlite): BreakablePglite => {
  let isBroken = false
  /** A transaction that is open when the instance closes does not commit. */
  const commitOf = <Value>(value: Value): Value => {
    if (isBroken) throw new Error('PGlite is closed')
    return value
  }
  const guarded = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get: (real, name) => {
        if (name === 'closed') return isBroken || Reflect.get(real, name)
        const value: unknown = Reflect.get(real, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]): unknown => {
          if (isBroken) return Promise.reject(new Error('PGlite is closed'))
          if (name !== 'transaction') return Reflect.apply(value, real, given)
          const [work] = given as [(statements: object) => unknown]
          return Reflect.apply(value, real, [async (statements: object) => commitOf(await work(guarded(statements)))])
        }
      },
    })
  return {
    pglite: guarded(pglite),
    breakDown: () => {
      isBroken = true
    },
    repair: () => {
      isBroken = false
    },
  }
}
