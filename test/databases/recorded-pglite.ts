import type { PGlite } from '@electric-sql/pglite'

export type Asked = { readonly statement: string; readonly parameters: readonly unknown[] }

/** A PGlite that writes down what it is asked, inside transactions too. */
export type RecordedPglite = {
  readonly pglite: PGlite
  /** What `work` asks, in order. */
  readonly during: (work: () => PromiseLike<unknown>) => Promise<readonly Asked[]>
}

export const recorded = (pglite: PGlite): RecordedPglite => {
  const asked: Asked[] = []
  const listening = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get: (real, name) => {
        const value: unknown = Reflect.get(real, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]): unknown => {
          if (name === 'query') {
            const [statement, parameters = []] = given as [string, (readonly unknown[])?]
            asked.push({ statement, parameters })
          }
          if (name !== 'transaction') return Reflect.apply(value, real, given)
          const [work] = given as [(statements: object) => unknown]
          return Reflect.apply(value, real, [(statements: object) => work(listening(statements))])
        }
      },
    })
  return {
    pglite: listening(pglite),
    during: async (work) => {
      const before = asked.length
      await work()
      return asked.slice(before)
    },
  }
}
